package waymark.kernel.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AliasMemoryTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long CLIENT = 1;
  private static final long OTHER = 2;

  private final AliasMemory memory = new AliasMemory();

  @Test
  void anAliasCountsForItsTtl() {
    memory.put(List.of("a.example", "b.example"), "c.example", CLIENT, 600, 0);
    assertThat(memory.to("c.example", 599 * SECOND))
        .containsExactly(List.of("a.example", "b.example"));
    assertThat(memory.to("b.example", 0)).isEmpty();
    assertThat(memory.to("c.example", 600 * SECOND)).isEmpty();
    assertThat(memory.size()).isZero();
  }

  @Test
  void aShortTtlCountsForFiveMinutesAndALongOneForADay() {
    memory.put(List.of("a.example"), "b.example", CLIENT, 0, 0);
    assertThat(memory.to("b.example", 299 * SECOND)).hasSize(1);
    memory.put(List.of("a.example"), "c.example", CLIENT, Integer.MAX_VALUE, 0);
    assertThat(memory.to("c.example", 86_401 * SECOND)).isEmpty();
  }

  @Test
  void anAliasThatIsSeenAgainIsRenewedAndOneThatLeadsAnotherWayReplaced() {
    memory.put(List.of("a.example"), "b.example", CLIENT, 300, 0);
    memory.put(List.of("a.example"), "b.example", OTHER, 300, 250 * SECOND);
    assertThat(memory.to("b.example", 500 * SECOND)).hasSize(1);
    memory.put(List.of("a.example", "x.example"), "b.example", CLIENT, 300, 500 * SECOND);
    assertThat(memory.to("b.example", 500 * SECOND))
        .containsExactly(List.of("a.example", "x.example"));
    assertThat(memory.size()).isEqualTo(1);
  }

  @Test
  void onlyTheLastFewLeadToOneName() {
    for (int i = 0; i < 6; i++) {
      memory.put(List.of("n" + i + ".example"), "cdn.example", CLIENT, 300, 0);
    }
    assertThat(memory.to("cdn.example", 0))
        .extracting(List::getFirst)
        .containsExactly("n2.example", "n3.example", "n4.example", "n5.example");
  }

  @Test
  void aClientThatFillsItForgetsItsOwn() {
    memory.put(List.of("first.example"), "target.example", OTHER, 300, 0);
    for (int i = 0; i < 10 * AliasMemory.MOST; i++) {
      memory.put(List.of("n" + i + ".example"), "t" + i + ".example", CLIENT, 300, 0);
    }
    assertThat(memory.size()).isEqualTo(AliasMemory.MOST);
    assertThat(memory.to("target.example", 0)).hasSize(1);
    int last = 10 * AliasMemory.MOST - 1;
    assertThat(memory.to("t" + last + ".example", 0)).hasSize(1);
    assertThat(memory.to("t0.example", 0)).isEmpty();
  }
}
