package waymark.kernel.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import waymark.kernel.fixture.Shell;
import waymark.netlink.NetlinkException;
import waymark.netlink.Nftables;
import waymark.netlink.NftablesFamily;
import waymark.netlink.NftablesRule;

/** The chain of held answers has the rule that was made last, whatever was found in it. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
class AnswerQueueKernelTest {
  private final Nftables nftables = Nftables.open();
  private final AnswerQueue answers = new AnswerQueue(nftables);

  @BeforeEach
  void emptyChain() {
    Shell.run("nft 'add table inet waymark; add chain inet waymark held_answers'");
  }

  @AfterEach
  void remove() {
    Shell.run("nft delete table inet waymark");
    nftables.close();
  }

  private List<NftablesRule> rules() {
    return nftables.rules(NftablesFamily.INET, "waymark", "held_answers");
  }

  @Test
  void theRuleOfAnEarlierStartMayBeForAnotherQueue() {
    assertThat(answers.install(7000, true)).isTrue();
    List<NftablesRule> earlier = rules();
    assertThat(new AnswerQueue(nftables).install(7100, true)).isTrue();
    assertThat(rules()).hasSize(1).isNotEqualTo(earlier);
  }

  @Test
  void somebodyElsesOnlyRuleIsNotTakenForOurs() {
    assertThat(answers.install(7000, true)).isTrue();
    Shell.run(
        "nft 'flush chain inet waymark held_answers; add rule inet waymark held_answers accept'");
    assertThat(answers.install(7000, true)).isTrue();
    assertThat(rules()).hasSize(1);
    assertThat(Shell.run("nft list chain inet waymark held_answers")).doesNotContain("accept");
  }

  @Test
  void aTableThatIsDeletedMeanwhileIsNoKernelWithoutAQueue() {
    Shell.run("nft delete table inet waymark");
    assertThatThrownBy(() -> answers.install(7000, true)).isInstanceOf(NetlinkException.class);
    emptyChain();
    assertThat(answers.install(7000, true)).isTrue();
    Shell.run("nft delete table inet waymark");
    assertThatThrownBy(() -> answers.install(7000, true)).isInstanceOf(NetlinkException.class);
    emptyChain();
    assertThat(answers.install(7000, true)).isTrue();
  }

  @Test
  void ourOwnRuleStays() {
    assertThat(answers.install(7000, true)).isTrue();
    List<NftablesRule> ours = rules();
    assertThat(answers.install(7000, true)).isTrue();
    assertThat(rules()).isEqualTo(ours).hasSize(1);
  }
}
