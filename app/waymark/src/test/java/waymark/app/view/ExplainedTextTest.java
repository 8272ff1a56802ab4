package waymark.app.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import waymark.api.AddressExplained;
import waymark.api.Candidate;
import waymark.api.Explained;
import waymark.api.Matched;
import waymark.app.Answers;
import waymark.app.Captured;
import waymark.app.Samples;
import waymark.app.cli.Terminal;
import waymark.policy.Address;
import waymark.policy.Inquiry;

class ExplainedTextTest {
  private static final Terminal TERMINAL = Captured.terminal(false);

  @Test
  void aNameHasItsRulesAndEachAddressItsReasons() {
    assertThat(ExplainedText.of(Answers.READY.explain("www.example.com", Inquiry.ANY), TERMINAL))
        .isEqualTo(
            """
            www.example.com goes to vpn, else direct, by rule video
              RULE   TO                WEIGHT  MATCH
              video  vpn, else direct      10  *.example.com

            198.51.100.7 leaves by vpn; the kernel holds it for vpn, else direct
              RULE     TO                WEIGHT  MATCH          LEARNED FROM                   LEFT
              video    vpn, else direct      10  *.example.com  www.example.com > cdn.example  3 min 12 s
              default  direct                 0  -              -                              -

            2001:db8::7 leaves by direct, because vpn is down; but the kernel does not hold it
              RULE     TO                WEIGHT  MATCH          LEARNED FROM     LEFT
              video    vpn, else direct      10  *.example.com  www.example.com  draining
              default  direct                 0  -              -                -
            """);
  }

  @Test
  void anAddressWhoseLinkIsNotUpIsRefused() {
    assertThat(
            ExplainedText.of(
                Answers.READY.explain(Address.parse("203.0.113.9"), Inquiry.ANY), TERMINAL))
        .isEqualTo(
            """
            203.0.113.9 is refused: isp2 is down; the kernel decides by networks and the default
              RULE     TO      WEIGHT  MATCH                   LEARNED FROM  LEFT
              office   isp2         0  network 203.0.113.0/24  -             -
              default  direct       0  -                       -             -
            """);
  }

  @Test
  void aNameThatNoRuleClaimsSaysSo() {
    assertThat(ExplainedText.of(Answers.READY.explain("other.example", Inquiry.ANY), TERMINAL))
        .isEqualTo(
            """
            other.example: no rule claims this name; networks and the default decide about its \
            addresses
            """);
  }

  @Test
  void theHeadlineOfASharedAddressIsWhatHappensNow() {
    Matched bank = new Matched("bank", List.of("isp2"), 0, Matched.By.SUFFIX, "bank.example");
    List<String> names = List.of("www.bank.example");
    AddressExplained shared =
        new AddressExplained(
            "198.51.100.7",
            List.of(
                new Candidate(VIDEO, List.of("cdn.video.example"), 192, false),
                new Candidate(bank.in("banks"), names, 192, false)),
            "video",
            "vpn",
            List.of("vpn"),
            true,
            "an earlier place in the file than rule bank",
            "",
            "");
    assertThat(
            ExplainedText.of(
                new Explained(
                    names.getFirst(),
                    Explained.Kind.NAME,
                    List.of(),
                    List.of(),
                    List.of(bank),
                    "bank",
                    List.of(shared)),
                TERMINAL))
        .startsWith(
            """
            www.bank.example leaves by vpn, by its address: rule video claims that too, and wins \
            over rule bank
            """)
        .contains(
            "198.51.100.7 leaves by vpn, by rule video: it has an earlier place in the file than"
                + " rule bank; the kernel holds it for vpn\n",
            "bank.example of list banks");
  }

  @Test
  void aSurpriseHasAHint() {
    AddressExplained address =
        new AddressExplained(
            "198.51.100.7",
            List.of(new Candidate(Samples.DEFAULT, List.of(), 0, false)),
            "default",
            "direct",
            List.of(),
            true,
            "",
            "",
            "NL");
    Explained explained =
        new Explained(
            "www.vidoe.example",
            Explained.Kind.NAME,
            List.of(),
            List.of(),
            List.of(),
            "",
            List.of(),
            List.of(address),
            List.of("rule 'video' has video.example: is one of the two misspelt?"));
    assertThat(ExplainedText.of(explained, TERMINAL))
        .startsWith(
            """
            www.vidoe.example: no rule claims this name; networks and the default decide about its \
            addresses
              rule 'video' has video.example: is one of the two misspelt?

            198.51.100.7 leaves by direct, in country NL; the kernel decides by networks and the \
            default
            """);
  }

  @Test
  void aLinkWithoutAFamilyIsNotSaidToBeDown() {
    AddressExplained address =
        new AddressExplained(
            "2001:db8::7",
            List.of(new Candidate(VIDEO, List.of("www.video.example"), 9, false)),
            "video",
            "",
            List.of("vpn"),
            true,
            "",
            "vpn has no IPv6",
            "");
    assertThat(
            ExplainedText.of(
                new Explained("2001:db8::7", Explained.Kind.ADDRESS, List.of(), List.of(address)),
                TERMINAL))
        .startsWith("2001:db8::7 is refused: vpn has no IPv6; ");
  }

  private static final Matched UPLOADS =
      new Matched(
          "uploads",
          List.of("isp2"),
          1,
          Matched.By.SUFFIX,
          "video.example",
          List.of("tcp/22"),
          List.of());
  private static final Matched VIDEO =
      new Matched("video", List.of("vpn"), 0, Matched.By.SUFFIX, "video.example");

  private static Explained scoped(List<String> ports, String decides, String link) {
    List<String> names = List.of("www.video.example");
    return new Explained(
        names.getFirst(),
        Explained.Kind.NAME,
        ports,
        List.of("192.168.1.5", "interface:lan"),
        List.of(UPLOADS, VIDEO),
        decides,
        List.of(
            new AddressExplained(
                "198.51.100.7",
                List.of(
                    new Candidate(UPLOADS, names, 192, false),
                    new Candidate(VIDEO, names, 192, false)),
                decides,
                link,
                List.of(link),
                true)));
  }

  @Test
  void connectionsThatAreAskedAboutHaveTheirOwnAnswer() {
    assertThat(ExplainedText.of(scoped(List.of("tcp/22"), "uploads", "isp2"), TERMINAL))
        .startsWith(
            """
            connections to port tcp/22 from 192.168.1.5, interface:lan:

            www.video.example goes to isp2, by rule uploads
            """)
        .contains("198.51.100.7 leaves by isp2; the kernel holds it for isp2\n")
        .doesNotContain("applies only to");
  }

  @Test
  void rulesOfOtherConnectionsAreToldApart() {
    assertThat(ExplainedText.of(scoped(List.of(), "video", "vpn"), TERMINAL))
        .startsWith("connections from 192.168.1.5, interface:lan:\n")
        .contains("www.video.example goes to vpn, by rule video\n")
        .contains("\n  rule uploads applies only to connections to port tcp/22\n");
  }
}
