package waymark.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class EchoTest {
  private static ByteBuffer reply(Echo echo, int type) {
    return echo.request().put(0, (byte) type);
  }

  @Test
  void replyIsKnownByWhatItCarries() {
    Echo echo = new Echo(true, new Random(1));
    assertThat(echo.isAnsweredBy(reply(echo, 0), false)).isTrue();
    assertThat(echo.isAnsweredBy(echo.request(), false)).isFalse();
    assertThat(echo.isAnsweredBy(reply(new Echo(true, new Random(2)), 0), false)).isFalse();
    ByteBuffer withHeader = ByteBuffer.allocate(44).put((byte) 0x45).position(20);
    withHeader.put(reply(echo, 0)).flip();
    assertThat(echo.isAnsweredBy(withHeader, true)).isTrue();
    Echo ipv6 = new Echo(false, new Random(1));
    assertThat(ipv6.isAnsweredBy(reply(ipv6, 129), false)).isTrue();
  }

  @Property
  void checksumMakesTheSumOfAllOnes(@ForAll long seed) {
    ByteBuffer request = new Echo(true, new Random(seed)).request();
    int sum = 0;
    while (request.hasRemaining()) {
      sum += request.getShort() & 0xffff;
    }
    while (sum >>> 16 != 0) {
      sum = (sum & 0xffff) + (sum >>> 16);
    }
    assertThat(sum).isEqualTo(0xffff);
  }

  @Property
  void anyBytesAreLookedAt(@ForAll byte[] bytes, @ForAll boolean header) {
    assertThat(new Echo(true, new Random(1)).isAnsweredBy(ByteBuffer.wrap(bytes), header))
        .isFalse();
  }
}
