package waymark.kernel.steering;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import waymark.kernel.fixture.Policies;
import waymark.kernel.ipset.IpsetTargets;
import waymark.kernel.links.LinkConditions;
import waymark.kernel.links.LinkNumbers;
import waymark.kernel.model.CaptureSettings;
import waymark.kernel.model.InterfaceState;
import waymark.kernel.model.Marks;
import waymark.kernel.plane.Desired;
import waymark.kernel.plane.Exemptions;
import waymark.kernel.plane.LinkShares;
import waymark.policy.Group;
import waymark.policy.Link;
import waymark.policy.Policy;
import waymark.policy.Strategy;

class EgressChainsTest {
  private static final Link ONE = Policies.link("one", "wg0");
  private static final Link TWO = Policies.link("two", "wg1");
  private static final InterfaceState UP = new InterfaceState(5, true, 1420, List.of());

  private static List<Rule> group(Strategy strategy, Map<String, InterfaceState> states) {
    Group group = new Group("both", List.of(ONE, TWO, Link.DIRECT), strategy);
    Policy policy = Policy.compile(List.of(ONE, TWO), List.of(group), List.of(), List.of(group));
    Desired desired =
        new Desired(
            policy,
            LinkNumbers.of(policy.links(), Map.of(), Marks.DEFAULT),
            Marks.DEFAULT,
            CaptureSettings.DEFAULT,
            new LinkConditions(states, List.of()),
            new LinkShares(Map.of("both", "two"), Map.of()),
            Exemptions.NONE);
    IpsetTargets targets = IpsetTargets.of(policy, List.of(), desired.numbers());
    return Steering.of(desired, targets, Family.BOTH)
        .chains()
        .getOrDefault(new Egress.ByGroup(0), List.of());
  }

  @ParameterizedTest
  @EnumSource
  void aGroupOfAnyStrategyLeadsToLinksThatAreUp(Strategy strategy) {
    Egress one = new Egress.ByInterface(2, "wg0");
    Egress two = new Egress.ByInterface(3, "wg1");
    Egress direct = new Egress.MainTable();
    Verdict verdict =
        switch (strategy) {
          case ROUND_ROBIN -> new Verdict.Pick(Verdict.Draw.IN_TURN, List.of(one, two, direct));
          case RANDOM -> new Verdict.Pick(Verdict.Draw.BY_CHANCE, List.of(one, two, direct));
          case FASTEST -> new Verdict.GoTo(two);
          case STICKY, LEAST_CONNECTIONS -> {
            Verdict actual = group(strategy, Map.of("one", UP, "two", UP)).getFirst().verdict();
            assertThat(actual.leadsTo()).containsExactlyInAnyOrder(one, two, direct);
            yield actual;
          }
        };
    assertThat(group(strategy, Map.of("one", UP, "two", UP)))
        .containsExactly(new Rule(List.of(), verdict));
  }

  @ParameterizedTest
  @EnumSource
  void familiesAreToldApartWhereTheirLinksDiffer(Strategy strategy) {
    Map<String, InterfaceState> states = Map.of("two", UP.leftBy(true, false));
    List<Rule> rules = group(strategy, states);
    assertThat(rules).hasSize(2);
    assertThat(rules.getFirst().matches()).containsExactly(Family.IPV4);
    assertThat(rules.getFirst().verdict().leadsTo()).contains(new Egress.ByInterface(3, "wg1"));
    assertThat(rules.getLast())
        .isEqualTo(new Rule(List.of(Family.IPV6), new Verdict.GoTo(new Egress.MainTable())));
  }
}
