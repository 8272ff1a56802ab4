package waymark.kernel.ipset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ChainCountersTest {
  private static long dropped(String... rules) {
    return ChainCounters.dropped(
        List.of(rules).stream().map(rule -> new Iptables.Line("mangle", 1, rule)).toList());
  }

  @Test
  void packetsOfNoConnectionAreCountedWhereverTheyAreDropped() {
    assertThat(
            dropped(
                "-A WAYMARK_LOST -m set --match-set waymark_2 dst -j DROP",
                "-A WAYMARK_LOST -j DROP",
                "-A WAYMARK_I_x00 -p tcp -m multiport --dports 25 -j DROP",
                "-A WAYMARK_STRAYS -m conntrack --ctstate INVALID -j DROP"))
        .isEqualTo(4);
  }

  @Test
  void whatPassesOrIsDroppedForAnotherReasonIsNotCounted() {
    assertThat(
            dropped(
                "-A WAYMARK_LOST -m set --match-set waymark_1 dst -j RETURN",
                "-A WAYMARK_LOST -m set --match-set waymark_x00 dst -g WAYMARK_I_x00",
                "-A WAYMARK_GUARD -m conntrack --ctstate INVALID -g WAYMARK_LOST",
                "-A WAYMARK_W_2 -j DROP",
                "-A WAYMARK_STRAYS -j DROP",
                "-A WAYMARK_FORGED -j DROP"))
        .isZero();
  }
}
