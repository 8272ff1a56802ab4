package waymark.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import waymark.policy.SyntaxException;

class ProbeTest {
  @Test
  void hostsAreTakenInOneForm() {
    assertThat(Probe.Tcp.parse("192.0.2.1:443")).isEqualTo(new Probe.Tcp("192.0.2.1", 443));
    assertThat(Probe.Tcp.parse("[2001:DB8:0::1]:53")).isEqualTo(new Probe.Tcp("2001:db8::1", 53));
    assertThat(Probe.Tcp.parse("Example.COM.:80")).isEqualTo(new Probe.Tcp("example.com", 80));
    assertThat(Probe.Ping.parse("2001:db8::0")).isEqualTo(new Probe.Ping("2001:db8::"));
    assertThat(Probe.Tcp.parse("[2001:db8::1]:53")).hasToString("tcp [2001:db8::1]:53");
  }

  @Test
  void urlsHaveTheirPorts() {
    assertThat(Probe.Http.parse("https://example.com").port()).isEqualTo(443);
    assertThat(Probe.Http.parse("HTTP://example.com/x?y").port()).isEqualTo(80);
    assertThat(Probe.Http.parse("http://[2001:db8::1]:81/").host()).isEqualTo("2001:db8::1");
    assertThat(Probe.Http.parse("http://[2001:db8::1]:81/").port()).isEqualTo(81);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "192.0.2.1", ":443", "192.0.2.1:", "192.0.2.1:0", "192.0.2.1:65536", "2001:db8::1:443",
        "[192.0.2.1]:443", "[2001:db8::1]", "192.0.2.300:443", "a b:443", "[:443", "x:4 4", "x:-1"
      })
  void whatIsNoHostAndPortIsRefused(String text) {
    assertThatThrownBy(() -> Probe.Tcp.parse(text)).isInstanceOf(SyntaxException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "example.com",
        "ftp://example.com",
        "http://",
        "http:///x",
        "http://u@example.com/",
        "https://example.com/#x",
        "http://example.com:0/",
        "http://example.com:70000/",
        "http://a b"
      })
  void whatIsNoUrlIsRefused(String text) {
    assertThatThrownBy(() -> Probe.Http.parse(text)).isInstanceOf(SyntaxException.class);
  }

  @Property
  void anyTextIsReadOrRefused(@ForAll String text) {
    for (Runnable parse :
        new Runnable[] {
          () -> Probe.Tcp.parse(text), () -> Probe.Http.parse(text), () -> Probe.Ping.parse(text)
        }) {
      try {
        parse.run();
      } catch (SyntaxException e) {
        assertThat(e.expected()).isNotEmpty();
      }
    }
  }

  @Test
  void checksAreWithinTheirBounds() {
    Probe probe = new Probe.Ping("192.0.2.1");
    Duration second = Duration.ofSeconds(1);
    assertThatThrownBy(() -> new Check(probe, second, Duration.ofSeconds(2), 3, 2))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Check(probe, second, second, 0, 2))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Check(probe, Duration.ofDays(1), second, 3, 2))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Probe.Tcp("Example.com", 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
