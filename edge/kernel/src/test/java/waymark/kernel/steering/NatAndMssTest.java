package waymark.kernel.steering;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import waymark.kernel.links.LinkConditions;
import waymark.kernel.links.LinkNumbers;
import waymark.kernel.model.CaptureSettings;
import waymark.kernel.model.InterfaceState;
import waymark.kernel.model.Marks;
import waymark.kernel.plane.Desired;
import waymark.kernel.plane.Exemptions;
import waymark.kernel.plane.LinkShares;
import waymark.policy.EgressPath;
import waymark.policy.Link;
import waymark.policy.Masquerade;
import waymark.policy.Network;
import waymark.policy.Policy;

/** Source addresses and segment sizes of a link at wg0, whose number is 2. */
class NatAndMssTest {
  private static final Network OWN = Network.parse("10.9.0.0/24");
  private static final ChainId MASQUERADE = new ChainId.Masquerade(2);

  private static List<Rule> rules(ChainId chain, Masquerade masquerade, int mtu) {
    Link link = new Link("vpn", new EgressPath.Interface("wg0", List.of()), 1, masquerade);
    Policy policy = Policy.compile(List.of(link), List.of(), List.of(Link.DIRECT));
    InterfaceState state = new InterfaceState(7, true, mtu, List.of(OWN));
    Desired desired =
        new Desired(
            policy,
            LinkNumbers.of(policy.links(), Map.of(), Marks.DEFAULT),
            Marks.DEFAULT,
            CaptureSettings.DEFAULT,
            new LinkConditions(Map.of("vpn", state), List.of()),
            LinkShares.NONE,
            Exemptions.NONE);
    Draft draft = new Draft();
    NatAndMss.add(draft, desired, Family.BOTH, number -> List.of(new Match.Decided(number)));
    return draft.steering().chains().getOrDefault(chain, List.of());
  }

  @Test
  void sourcesTheFarEndKnowsStay() {
    assertThat(rules(Hook.SOURCE_NAT, Masquerade.AUTO, 1420))
        .containsExactly(
            new Rule(
                List.of(new Match.Decided(2), new Match.Out("wg0")),
                new Verdict.GoTo(new ChainId.Masquerade(2))));
    assertThat(rules(MASQUERADE, Masquerade.AUTO, 1420))
        .containsExactly(
            new Rule(
                List.of(new Match.Networks(Match.Side.SOURCE, List.of(OWN))), Verdict.Plain.RETURN),
            new Rule(List.of(), Verdict.Plain.MASQUERADE));
  }

  @Test
  void sourcesAreAlwaysTranslatedWhereTheLinkSaysSo() {
    assertThat(rules(MASQUERADE, Masquerade.ALWAYS, 1420))
        .containsExactly(new Rule(List.of(), Verdict.Plain.MASQUERADE));
  }

  /** It is that of the route which was looked up before the link was decided. */
  @Test
  void onlyTheHostsOwnAddressIsTranslatedWhereTheLinkSaysSo() {
    assertThat(rules(MASQUERADE, Masquerade.NEVER, 1420))
        .containsExactly(
            new Rule(
                List.of(new Match.Networks(Match.Side.SOURCE, List.of(OWN))), Verdict.Plain.RETURN),
            new Rule(List.of(Match.Packet.OWN_SOURCE), Verdict.Plain.MASQUERADE));
  }

  @Test
  void segmentsFitTheLinkBothWays() {
    assertThat(rules(Hook.SEGMENTS_OUT, Masquerade.AUTO, 1420))
        .containsExactly(new Rule(List.of(new Match.Out("wg0")), Verdict.Plain.CLAMP_MSS_TO_ROUTE));
    assertThat(rules(Hook.SEGMENTS_IN, Masquerade.AUTO, 1420))
        .containsExactly(
            new Rule(List.of(new Match.In("wg0"), Family.IPV4), new Verdict.ClampMss(1380)),
            new Rule(List.of(new Match.In("wg0"), Family.IPV6), new Verdict.ClampMss(1360)));
  }

  @Test
  void segmentsAreLeftAloneWhereTheSizeIsUnknownOrHuge() {
    assertThat(rules(Hook.SEGMENTS_IN, Masquerade.AUTO, 0)).isEmpty();
    assertThat(rules(Hook.SEGMENTS_OUT, Masquerade.AUTO, 65_536)).isEmpty();
  }
}
