package waymark.kernel.nftables;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import waymark.kernel.fixture.GoldenRuleset;

/** The text of whole tables, as files of nft's own language. */
class RulesetTest {
  @ParameterizedTest
  @EnumSource
  void theTextIsAsInItsFile(GoldenRuleset golden) {
    assertThat(golden.text()).isEqualTo(golden.file());
  }

  @Test
  void whatIsNoLongerWantedGoesAfterNothingPointsAtIt() {
    String text =
        GoldenRuleset.HOLD
            .ruleset()
            .text(List.of("to_9", "steer", "link_9"), List.of("hosts4_9", "hosts4_2"));
    assertThat(text).endsWith("delete set inet waymark hosts4_9\n");
    assertThat(text).doesNotContain("delete set inet waymark hosts4_2");
    List<String> lines = text.lines().toList();
    int lastRule = 0;
    for (int i = 0; i < lines.size(); i++) {
      lastRule = lines.get(i).startsWith("add rule") ? i : lastRule;
    }
    for (String gone : List.of("to_9", "link_9")) {
      assertThat(lines.indexOf("flush chain inet waymark " + gone))
          .isPositive()
          .isLessThan(lastRule);
      assertThat(lines.indexOf("delete chain inet waymark " + gone)).isGreaterThan(lastRule);
    }
  }

  @Test
  void theQueueIsNotFlushedWithTheChains() {
    Ruleset ruleset = GoldenRuleset.HOLD.ruleset();
    assertThat(ruleset.chains() + ruleset.text(List.of("held_answers"), List.of()))
        .contains("add chain inet waymark held_answers")
        .doesNotContain("flush chain inet waymark held_answers")
        .doesNotContain("delete chain inet waymark held_answers");
  }
}
