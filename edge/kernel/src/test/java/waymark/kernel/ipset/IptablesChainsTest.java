package waymark.kernel.ipset;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What {@code iptables-restore --noflush} reads. */
class IptablesChainsTest {
  private final IptablesChains chains = new IptablesChains();

  private void steering() {
    chains.chain("mangle", "WAYMARK_STEER").add("-j RETURN");
    chains.jump("mangle", new IptablesNames.Origin("PREROUTING", false), "WAYMARK_STEER");
    chains.jump("mangle", new IptablesNames.Origin("INPUT", true), "WAYMARK_STEER");
  }

  private String text(String saved) {
    return chains.text(Iptables.Saved.of(saved));
  }

  @Test
  void chainsAreDeclaredJumpedToAndFilled() {
    steering();
    assertThat(text(""))
        .isEqualTo(
            """
            *mangle
            :WAYMARK_STEER - [0:0]
            -I PREROUTING -j WAYMARK_STEER
            -A INPUT -j WAYMARK_STEER
            -A WAYMARK_STEER -j RETURN
            COMMIT
            """);
  }

  @Test
  void jumpsThatAreThereStayAndSecondOnesGo() {
    steering();
    assertThat(
            text(
                """
                *mangle
                :WAYMARK_STEER - [0:0]
                [0:0] -A PREROUTING -j WAYMARK_STEER
                [0:0] -A PREROUTING -j WAYMARK_STEER
                [0:0] -A INPUT -j WAYMARK_STEER
                """))
        .isEqualTo(
            """
            *mangle
            :WAYMARK_STEER - [0:0]
            -D PREROUTING -j WAYMARK_STEER
            -A WAYMARK_STEER -j RETURN
            COMMIT
            """);
  }

  @Test
  void whatOfOursIsNotWantedAnyMoreGoes() {
    assertThat(
            text(
                """
                *nat
                :WAYMARK_NAT - [0:0]
                [0:0] -A POSTROUTING -j WAYMARK_NAT
                [0:0] -A WAYMARK_NAT -j MASQUERADE
                """))
        .isEqualTo(
            """
            *nat
            -D POSTROUTING -j WAYMARK_NAT
            -F WAYMARK_NAT
            -X WAYMARK_NAT
            COMMIT
            """);
  }

  @Test
  void aChangeIsAboutChainsThatBeginThus() {
    chains.chain("mangle", "WAYMARK_G_0").add("-j WAYMARK_L_2");
    chains.chain("mangle", "WAYMARK_STEER").add("-j RETURN");
    assertThat(chains.changes("WAYMARK_G_"))
        .isEqualTo(
            """
            *mangle
            :WAYMARK_G_0 - [0:0]
            -A WAYMARK_G_0 -j WAYMARK_L_2
            COMMIT
            """);
  }

  @Test
  void peopleSeeEachRuleWithItsTableAndChain() {
    steering();
    assertThat(chains.lines("iptables"))
        .containsExactly("iptables -t mangle: chain WAYMARK_STEER: -j RETURN");
  }
}
