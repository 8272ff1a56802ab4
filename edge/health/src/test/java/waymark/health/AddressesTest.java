package waymark.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AddressesTest {
  private static final long SECOND = 1_000_000_000;
  private static final InetAddress FOUR = InetAddress.ofLiteral("192.0.2.1");
  private static final InetAddress SIX = InetAddress.ofLiteral("2001:db8::1");

  @Test
  void ipv4ComesFirst() {
    assertThat(new Addresses("a.example", _ -> List.of(SIX, FOUR)).now(20 * SECOND))
        .containsExactly(FOUR, SIX);
  }

  @Test
  void addressIsNotAskedFor() {
    Resolver never =
        _ -> {
          throw new AssertionError();
        };
    assertThat(new Addresses("2001:db8::1", never).now(0)).containsExactly(SIX);
  }

  @Test
  void lastAnswerStandsWhileTheResolverHasNone() {
    AtomicInteger asked = new AtomicInteger();
    CountDownLatch late = new CountDownLatch(1);
    Addresses addresses =
        new Addresses(
            "a.example",
            name -> {
              return switch (asked.incrementAndGet()) {
                case 1 -> List.of(FOUR);
                case 2 -> throw new UnknownHostException(name);
                case 3 -> {
                  await(late);
                  yield List.of(SIX);
                }
                default -> List.of(SIX, FOUR);
              };
            });
    assertThat(addresses.now(20 * SECOND)).containsExactly(FOUR);
    assertThat(addresses.now(20 * SECOND)).containsExactly(FOUR);
    assertThat(addresses.now(SECOND / 100)).containsExactly(FOUR);
    while (asked.get() < 3) {
      Thread.onSpinWait();
    }
    long start = System.nanoTime();
    assertThat(addresses.now(100 * SECOND)).containsExactly(FOUR);
    assertThat(System.nanoTime() - start).isLessThan(50 * SECOND);
    assertThat(asked).hasValue(3);
    late.countDown();
    while (addresses.now(20 * SECOND).contains(FOUR) && asked.get() == 3) {
      Thread.onSpinWait();
    }
    assertThat(addresses.now(20 * SECOND)).containsExactly(FOUR, SIX);
  }

  @Test
  void nameThatNeverHadAnAddressFails() {
    Resolver none =
        name -> {
          throw new UnknownHostException(name + " is not known");
        };
    assertThatThrownBy(() -> new Addresses("a.example", none).now(20 * SECOND))
        .isInstanceOf(ProbeException.class)
        .hasMessage("no address of a.example: a.example is not known");
    assertThatThrownBy(() -> new Addresses("a.example", _ -> List.of()).now(20 * SECOND))
        .hasMessage("no address of a.example: the answer is empty");
    CountDownLatch never = new CountDownLatch(1);
    Resolver silent =
        _ -> {
          await(never);
          return List.of();
        };
    assertThatThrownBy(() -> new Addresses("a.example", silent).now(SECOND / 100))
        .hasMessage("the resolver has no answer for a.example yet");
    never.countDown();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
