package waymark.kernel.steering;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import waymark.kernel.steering.ChainId.Stage;
import waymark.policy.Client;

class OwnTrafficTest {
  private static final Client SELF = new Client.Self();
  private static final Client GUEST = new Client.By("br-guest");
  private static final Client CARD = Client.parse("mac:02:00:5e:10:00:01");
  private static final Egress DIRECT = new Egress.MainTable();
  private static final Egress VPN = new Egress.ByInterface(2, "wg0");
  private static final ChainId.Target PLAIN = new ChainId.Target("1");
  private static final ChainId.Target LIMITED = new ChainId.Target("x");

  private static Rule rule(Verdict verdict, Match... matches) {
    return new Rule(List.of(matches), verdict);
  }

  private static Rule goTo(ChainId.Regular chain, Match... matches) {
    return rule(new Verdict.GoTo(chain), matches);
  }

  private static Match from(Client... clients) {
    return new Match.Clients(List.of(clients));
  }

  /** Two targets, of which one asks who sent a packet. */
  private static Map<ChainId, List<Rule>> chains(Rule... limited) {
    Map<ChainId, List<Rule>> chains = new LinkedHashMap<>();
    chains.put(DIRECT, List.of(rule(new Verdict.Decide(1))));
    chains.put(VPN, List.of(rule(new Verdict.Decide(2))));
    chains.put(PLAIN, List.of(goTo(DIRECT)));
    chains.put(LIMITED, List.of(limited));
    Rule steer = rule(new Verdict.Jump(Stage.STEER));
    chains.put(Hook.PREROUTING, List.of(goTo(Stage.RESUMED, Match.Packet.MID_STREAM), steer));
    chains.put(Hook.OUTPUT, List.of(steer));
    chains.put(Stage.RESUMED, List.of(goTo(Stage.STEER)));
    chains.put(Stage.STEER, List.of(goTo(LIMITED, Match.Packet.LOCAL), goTo(PLAIN)));
    return chains;
  }

  private static Map<ChainId, List<Rule>> apart(Rule... limited) {
    return OwnTraffic.apart(new Steering(chains(limited))).chains();
  }

  @Test
  void whereNobodyAsksAllStaysAsItIs() {
    assertThat(apart(goTo(VPN, from(GUEST)), goTo(DIRECT)))
        .isEqualTo(chains(goTo(VPN, from(GUEST)), goTo(DIRECT)));
  }

  @Test
  void theHostsOwnPacketsHaveChainsOfTheirOwnFromTheHookOn() {
    Map<ChainId, List<Rule>> apart = apart(goTo(VPN, from(GUEST, SELF)), goTo(DIRECT));
    ChainId.Own own = new ChainId.Own(LIMITED);
    assertThat(apart.get(Hook.PREROUTING)).contains(rule(new Verdict.Jump(Stage.STEER)));
    assertThat(apart.get(LIMITED)).containsExactly(goTo(VPN, from(GUEST)), goTo(DIRECT));
    assertThat(apart.get(Hook.OUTPUT))
        .containsExactly(rule(new Verdict.Jump(new ChainId.Own(Stage.STEER))));
    assertThat(apart.get(new ChainId.Own(Stage.STEER)))
        .containsExactly(goTo(own, Match.Packet.LOCAL), goTo(PLAIN));
    assertThat(apart.get(own)).containsExactly(goTo(VPN), goTo(DIRECT));
  }

  /** There, iptables refuses the match: xt_mac.c. */
  @Test
  void macAddressesAreOfArrivingPackets() {
    Map<ChainId, List<Rule>> apart =
        apart(goTo(VPN, from(CARD)), goTo(VPN, from(CARD, GUEST)), goTo(DIRECT, from(CARD, SELF)));
    assertThat(apart.get(LIMITED))
        .containsExactly(
            goTo(VPN, from(CARD)), goTo(VPN, from(CARD, GUEST)), goTo(DIRECT, from(CARD)));
    assertThat(apart.get(new ChainId.Own(LIMITED)))
        .containsExactly(goTo(VPN, from(GUEST)), goTo(DIRECT));
  }

  @Test
  void aRuleForTheHostAloneIsNotForOthers() {
    Map<ChainId, List<Rule>> apart = apart(goTo(VPN, from(SELF)), goTo(DIRECT));
    assertThat(apart.get(LIMITED)).containsExactly(goTo(DIRECT));
    assertThat(apart.get(new ChainId.Own(LIMITED))).containsExactly(goTo(VPN), goTo(DIRECT));
  }

  @Test
  void chainsThatDoNotAskOrThatNoOwnPacketComesToAreThereOnce() {
    assertThat(apart(goTo(VPN, from(SELF)), goTo(DIRECT)).keySet())
        .doesNotContain(new ChainId.Own(PLAIN), new ChainId.Own(VPN), new ChainId.Own(DIRECT))
        .doesNotContain(new ChainId.Own(Stage.RESUMED));
  }
}
