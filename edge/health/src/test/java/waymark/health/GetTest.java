package waymark.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GetTest {
  private static int status(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    return Get.status(bytes, bytes.length);
  }

  @Test
  void requestIsWhole() {
    Probe.Http probe = Probe.Http.parse("http://[2001:db8::1]:8080?a=%20b");
    assertThat(new String(Get.request(probe), StandardCharsets.US_ASCII))
        .isEqualTo(
            """
            GET /?a=%20b HTTP/1.1\r
            Host: [2001:db8::1]:8080\r
            User-Agent: waymark\r
            Accept: */*\r
            Connection: close\r
            \r
            """);
  }

  @Test
  void statusIsKnownWhenItsLineIsThere() {
    assertThat(status("HTTP/1.1 204")).isZero();
    assertThat(status("HTTP/1.1 204 No Content\r\n")).isEqualTo(204);
    assertThat(status("HTTP/1.0 302\r\nLocation: x\r\n")).isEqualTo(302);
    assertThat(status("HTTP/1.1 103 Early Hints\r\nLink: x\r\n")).isZero();
    assertThat(status("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 503 x\r\n"))
        .isEqualTo(503);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SSH-2.0-x\r\n", "S", "HTTP/2 200\r\n", "HTTP/1.1 2x0 \r\n", "\r\n"})
  void whatIsNoHttpIsRefused(String text) {
    assertThatThrownBy(() -> status(text)).isInstanceOf(ProbeException.class);
  }

  @Property
  void anyBytesAreReadOrRefused(@ForAll byte[] bytes) {
    try {
      assertThat(Get.status(bytes, bytes.length)).isBetween(0, 999);
    } catch (ProbeException e) {
      assertThat(e.reason()).isNotEmpty();
    }
  }
}
