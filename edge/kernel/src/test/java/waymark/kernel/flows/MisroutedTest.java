package waymark.kernel.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import waymark.kernel.fixture.Policies;
import waymark.kernel.fixture.TrackedConnection;
import waymark.kernel.links.LinkNumbers;
import waymark.kernel.model.Marks;
import waymark.policy.Address;
import waymark.policy.Client;
import waymark.policy.Decision;
import waymark.policy.Link;
import waymark.policy.Outlet;
import waymark.policy.Policy;
import waymark.policy.Rule;

class MisroutedTest {
  private static final Address SITE = Address.parse("198.18.0.7");
  private static final LinkNumbers NUMBERS =
      LinkNumbers.of(List.of(Policies.VPN), Map.of(), Marks.DEFAULT);
  private static final int VPN = NUMBERS.of(Policies.VPN);
  private static final int NO_MARK = 0;
  private static final TrackedConnection WEB = TrackedConnection.to(SITE);

  private static Misrouted moved(Decision decision) {
    return new Misrouted(Map.of(SITE, decision), Map.of(), List.of(), Optional.empty(), NUMBERS);
  }

  private static boolean isMisrouted(Decision decided, int number, TrackedConnection connection) {
    return moved(decided).is(connection.flow(), number, connection.destination());
  }

  private static Decision to(Outlet... to) {
    return Decision.of(List.of(to));
  }

  /** Of an address with a rule of these ports and clients, and by default direct. */
  private static Decision to(Link link, List<String> ports, List<Client> clients) {
    Rule rule = Policies.rule("some", link, "198.18.0.0/15");
    Policy policy = Policies.policy(Policies.scoped(rule, ports, clients));
    return policy.decide(policy.decisive(SITE));
  }

  @Test
  void aConnectionStaysOnAnyLinkThatItsDecisionNames() {
    assertThat(isMisrouted(to(Policies.VPN), VPN, WEB)).isFalse();
    assertThat(isMisrouted(to(Policies.VPN, Link.DIRECT), LinkNumbers.DIRECT, WEB)).isFalse();
    assertThat(isMisrouted(to(Policies.VPN), LinkNumbers.DIRECT, WEB)).isTrue();
    assertThat(isMisrouted(to(Link.DIRECT), VPN, WEB)).isTrue();
  }

  @Test
  void whatIsBlockedIsMisroutedWhereverItIs() {
    assertThat(isMisrouted(to(Link.BLOCK), VPN, WEB)).isTrue();
    assertThat(isMisrouted(to(Link.BLOCK), NO_MARK, WEB)).isTrue();
  }

  @Test
  void aConnectionWithoutAMarkLeavesByTheMainTable() {
    assertThat(isMisrouted(to(Link.DIRECT), NO_MARK, WEB)).isFalse();
    assertThat(isMisrouted(to(Policies.VPN), NO_MARK, WEB)).isTrue();
  }

  @Test
  void otherDestinationsAreNotConcerned() {
    TrackedConnection other = TrackedConnection.to(Address.parse("198.18.0.8"));
    assertThat(isMisrouted(to(Link.BLOCK), VPN, other)).isFalse();
  }

  @Test
  void theRuleOfAPortIsAboutThatPort() {
    Decision decision = to(Policies.VPN, List.of("tcp/443"), List.of());
    assertThat(isMisrouted(decision, LinkNumbers.DIRECT, WEB)).isTrue();
    assertThat(isMisrouted(decision, VPN, WEB)).isFalse();
    assertThat(isMisrouted(decision, VPN, WEB.port(17, 443))).isTrue();
    assertThat(isMisrouted(decision, VPN, WEB.port(6, 80))).isTrue();
    assertThat(isMisrouted(decision, VPN, WEB.port(1, 0))).isTrue();
  }

  @Test
  void theRuleOfANetworkOfClientsIsAboutTheSource() {
    Decision decision = to(Policies.VPN, List.of(), List.of(Client.parse("192.0.2.0/24")));
    assertThat(isMisrouted(decision, LinkNumbers.DIRECT, WEB)).isTrue();
    assertThat(isMisrouted(decision, VPN, WEB.from(Address.parse("203.0.113.1")))).isTrue();
  }

  @Test
  void nobodyKnowsByWhichInterfaceOrCardAConnectionCameIn() {
    for (String client : List.of("interface:lan", "mac:02:00:5e:10:00:01")) {
      Decision decision = to(Policies.VPN, List.of(), List.of(Client.parse(client)));
      assertThat(isMisrouted(decision, VPN, WEB)).isFalse();
      assertThat(isMisrouted(decision, LinkNumbers.DIRECT, WEB)).isFalse();
    }
  }

  @Test
  void aLinkLosesTheConnectionsThatItCannotReachNow() {
    Misrouted misrouted =
        new Misrouted(Map.of(), Map.of(VPN, Address::isIpv4), List.of(), Optional.empty(), NUMBERS);
    TrackedConnection ipv6 = TrackedConnection.to(Address.parse("2001:2::7"));
    assertThat(misrouted.is(WEB.flow(), VPN, SITE)).isTrue();
    assertThat(misrouted.is(ipv6.flow(), VPN, ipv6.destination())).isFalse();
    assertThat(misrouted.is(WEB.flow(), LinkNumbers.DIRECT, SITE)).isFalse();
    assertThat(misrouted.numbers()).containsExactly(VPN);
  }

  @Test
  void whereUnmarkedConnectionsMayBeMisroutedLinksDoNotTell() {
    assertThat(moved(to(Policies.VPN)).concernsUnmarked()).isTrue();
    assertThatThrownBy(moved(to(Policies.VPN))::numbers).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void withoutRequestsNothingIsMisrouted() {
    Misrouted nothing = new Misrouted(Map.of(), Map.of(), List.of(), Optional.empty(), NUMBERS);
    assertThat(nothing.isNothing()).isTrue();
    assertThat(nothing.is(WEB.flow(), VPN, SITE)).isFalse();
  }
}
