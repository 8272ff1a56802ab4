package waymark.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import waymark.policy.Address;

class ExplainedTextTest {
  private static final Terminal TERMINAL = Captured.terminal(false);

  @Test
  void aNameHasItsRulesAndEachAddressItsReasons() {
    assertThat(ExplainedText.of(Answers.READY.explain("www.example.com"), TERMINAL))
        .isEqualTo(
            """
            www.example.com goes to vpn, else direct, by rule video
              RULE   TO                WEIGHT  BY
              video  vpn, else direct      10  *.example.com

            198.51.100.7 leaves by vpn; the kernel holds it for vpn, else direct
              RULE     TO                WEIGHT  BY             BECAUSE OF                     LEFT
              video    vpn, else direct      10  *.example.com  www.example.com > cdn.example  3 min 12 s
              default  direct                 0  -              -                              -

            2001:db8::7 leaves by direct, because vpn is not up; but the kernel does not hold that
              RULE     TO                WEIGHT  BY             BECAUSE OF       LEFT
              video    vpn, else direct      10  *.example.com  www.example.com  draining
              default  direct                 0  -              -                -
            """);
  }

  @Test
  void anAddressWhoseLinkIsNotUpIsRefused() {
    assertThat(ExplainedText.of(Answers.READY.explain(Address.parse("203.0.113.9")), TERMINAL))
        .isEqualTo(
            """
            203.0.113.9 is refused: isp2 is not up; the kernel decides it by networks and default
              RULE     TO      WEIGHT  BY                      BECAUSE OF  LEFT
              office   isp2         0  network 203.0.113.0/24  -           -
              default  direct       0  -                       -           -
            """);
  }

  @Test
  void aNameThatNoRuleClaimsSaysSo() {
    assertThat(ExplainedText.of(Answers.READY.explain("other.example"), TERMINAL))
        .isEqualTo(
            """
            other.example: no rule claims it; each of its addresses goes where networks and default \
            say
            """);
  }
}
