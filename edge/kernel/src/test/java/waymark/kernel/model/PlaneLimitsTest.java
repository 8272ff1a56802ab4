package waymark.kernel.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import waymark.kernel.fixture.Policies;
import waymark.policy.EgressPath;
import waymark.policy.Group;
import waymark.policy.Link;
import waymark.policy.Masquerade;
import waymark.policy.Network;
import waymark.policy.Outlet;
import waymark.policy.Policy;
import waymark.policy.Rule;
import waymark.policy.Strategy;

class PlaneLimitsTest {
  private static final List<PlaneKind> PLANES =
      List.of(PlaneKind.NFTABLES, PlaneKind.IPSET, PlaneKind.ROUTES);
  private static final Rule CLOSED = Policies.rule("video", Policies.VPN, "video.example");
  private static final Rule OPEN =
      Policies.rule("music", List.of(Policies.VPN, Link.DIRECT), "music.example");

  private static List<String> limits(PlaneKind plane, Policy policy) {
    return PlaneLimits.of(plane, policy, ExemptionSettings.SYSTEM);
  }

  @Test
  void aPolicyThatMayFailOpenHasNone() {
    for (PlaneKind plane : PLANES) {
      assertThat(limits(plane, Policies.policy(OPEN))).isEmpty();
    }
  }

  @Test
  void rulesWithOneWayOutAreNamed() {
    Policy policy = Policies.policy(OPEN, CLOSED, Policies.rule("ads", Link.BLOCK, "ads.example"));
    assertThat(limits(PlaneKind.NFTABLES, policy)).isEmpty();
    assertThat(limits(PlaneKind.IPSET, policy))
        .containsExactly(
            "rule 'video' and 1 more: plane ipset decides before addresses are translated:"
                + " connections that another program translates to an address of theirs are"
                + " dropped, not sent by their link");
    assertThat(limits(PlaneKind.ROUTES, policy))
        .containsExactly(
            "rule 'video' and 1 more: plane routes has no guard: while its table or its rule is"
                + " missing because another program removed it, their traffic leaves by the main"
                + " table",
            "rule 'ads': plane routes refuses by routes, which copy no packets: 'waymark denied'"
                + " does not list what they refuse");
  }

  @Test
  void deniedTranslationsAreNotSeen() {
    Policy denies =
        Policy.compile(
            List.of(Policies.VPN), List.of(), List.of(CLOSED), List.<Outlet>of(Link.BLOCK));
    assertThat(limits(PlaneKind.IPSET, denies))
        .containsExactly(
            "plane ipset decides before addresses are translated: where another program translates"
                + " an allowed address, the connection may go to any other");
  }

  @Test
  void aTimeoutForgetsWhatFailsClosed() {
    PlaneKind plane = new PlaneKind.OfIpset(Duration.ofHours(1));
    assertThat(limits(plane, Policies.policy(CLOSED)))
        .hasSize(2)
        .last()
        .asString()
        .startsWith("rule 'video': after 3600 s without a daemon, plane.timeout removes");
    assertThat(limits(plane, Policies.policy(OPEN))).isEmpty();
    assertThat(limits(plane, Policies.policy(Policies.rule("n", Policies.VPN, "192.0.2.0/24"))))
        .hasSize(1);
  }

  @Test
  void groupsOfUnevenSharesAreNamed() {
    assertThat(limits(PlaneKind.IPSET, group(Strategy.STICKY, 31, 1))).isEmpty();
    assertThat(limits(PlaneKind.IPSET, group(Strategy.STICKY, 32, 1)))
        .containsExactly(
            "group 'both' is sticky, for which plane ipset has 32 slots: link 'second' has a"
                + " smaller share and may get no clients");
    assertThat(limits(PlaneKind.IPSET, group(Strategy.ROUND_ROBIN, 126, 2))).isEmpty();
    assertThat(limits(PlaneKind.IPSET, group(Strategy.ROUND_ROBIN, 64, 1)))
        .containsExactly(
            "group 'both' is round_robin with 65 slots, more than the 64 that plane ipset takes in"
                + " turn: links are drawn at random");
    assertThat(limits(PlaneKind.IPSET, group(Strategy.RANDOM, 64, 1))).isEmpty();
  }

  private static Policy group(Strategy strategy, int first, int second) {
    Link one = weighted("first", "up1", first);
    Link two = weighted("second", "up2", second);
    Group group = new Group("both", List.of(one, two), strategy);
    return Policy.compile(
        List.of(one, two),
        List.of(group),
        List.of(Policies.rule("video", List.of(group, Link.DIRECT), "video.example")),
        List.of(Link.DIRECT));
  }

  private static Link weighted(String name, String device, int weight) {
    return new Link(name, new EgressPath.Interface(device, List.of()), weight, Masquerade.AUTO);
  }

  @Test
  void routesCopyNoRefusedPackets() {
    Policy blocks = Policies.policy(Policies.rule("ads", Link.BLOCK, "ads.example"));
    assertThat(limits(PlaneKind.ROUTES, blocks))
        .last()
        .isEqualTo(
            "rule 'ads': plane routes refuses by routes, which copy no packets: 'waymark denied'"
                + " does not list what they refuse");
    assertThat(limits(PlaneKind.NFTABLES, blocks)).isEmpty();
  }

  @Test
  void routesKnowNoManagement() {
    ExemptionSettings management =
        new ExemptionSettings(
            List.of(Network.parse("192.168.1.0/24")), List.of(), ExemptionSettings.RESOLV_CONF);
    assertThat(PlaneLimits.of(PlaneKind.ROUTES, Policies.policy(OPEN), management))
        .containsExactly(
            "plane routes ignores management: connections to these networks follow the rules");
    assertThat(PlaneLimits.of(PlaneKind.IPSET, Policies.policy(OPEN), management)).isEmpty();
  }
}
