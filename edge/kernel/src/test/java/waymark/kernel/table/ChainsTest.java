package waymark.kernel.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ChainsTest {
  private static final String HOOK = "type filter hook output priority mangle; policy accept;";

  private final Chains chains = new Chains();

  private String text(String... there) {
    StringBuilder text = new StringBuilder();
    chains.text(text, List.of(there));
    return text.toString();
  }

  @Test
  void chainsAreMadeEmptiedAndFilledBeforeOthersGo() {
    chains.add("output", HOOK).add("jump steer");
    chains.add("steer").add("return");
    assertThat(text("steer", "surplus"))
        .isEqualTo(
            """
            add chain inet waymark output { type filter hook output priority mangle; policy accept; }
            add chain inet waymark steer
            flush chain inet waymark output
            flush chain inet waymark steer
            flush chain inet waymark surplus
            add rule inet waymark output jump steer
            add rule inet waymark steer return
            delete chain inet waymark surplus
            """);
  }

  @Test
  void theQueueIsNotInterrupted() {
    chains.add(AnswerQueue.CHAIN);
    assertThat(text(AnswerQueue.CHAIN)).isEqualTo("add chain inet waymark held_answers\n");
  }

  @Test
  void aChangeIsAboutChainsThatBeginThus() {
    chains.add("group_0").add("goto link_2");
    chains.add("steer").add("return");
    StringBuilder text = new StringBuilder();
    chains.changes(text, "group_");
    assertThat(text.toString())
        .isEqualTo(
            """
            flush chain inet waymark group_0
            add rule inet waymark group_0 goto link_2
            """);
  }

  @Test
  void peopleSeeAChainAndThenItsRules() {
    chains.add("output", HOOK).add("jump steer");
    assertThat(chains.lines())
        .containsExactly("chain output { " + HOOK + " }", "chain output: jump steer");
  }
}
