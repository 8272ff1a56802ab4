package waymark.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Who wins an address, against a model that asks every network. */
class NetworkTableTest {
  private static final Link VPN =
      new Link("vpn", new EgressPath.Interface("wg0", List.of()), 1, Masquerade.AUTO);

  private static List<Outlet> model(List<Rule> rules, Address address) {
    List<Outlet> to = List.of();
    int weight = Integer.MIN_VALUE;
    int prefix = -1;
    for (Rule rule : rules) {
      for (Network network : rule.networks()) {
        boolean better =
            rule.weight() > weight || (rule.weight() == weight && network.prefix() > prefix);
        if (better && network.contains(address)) {
          to = rule.to();
          weight = rule.weight();
          prefix = network.prefix();
        }
      }
    }
    return to;
  }

  private static List<Outlet> to(Claim claim) {
    return claim.isDefault() ? List.of() : claim.rule().to();
  }

  private static List<Outlet> to(List<Interval> intervals, Address address) {
    for (Interval interval : intervals) {
      if (interval.first().compareTo(address) <= 0 && address.compareTo(interval.last()) <= 0) {
        return to(interval.claim());
      }
    }
    return List.of();
  }

  @Provide
  Arbitrary<Network> networks() {
    Arbitrary<Address> small =
        Arbitraries.integers().between(0, 127).map(n -> Address.ofIpv4(0x01010100 + n));
    Arbitrary<Address> edges =
        Arbitraries.of(
                "::",
                "::1",
                "::fffe:ffff:ffff",
                "0.0.0.0",
                "128.0.0.0",
                "255.255.255.255",
                "::1:0:0:0",
                "::1:0:0:1",
                "8000::",
                "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")
            .map(Address::parse);
    return Arbitraries.oneOf(
        Combinators.combine(small, Arbitraries.integers().between(24, 32)).as(Network::of),
        Combinators.combine(edges, Arbitraries.integers().between(0, 128))
            .as((address, prefix) -> Network.of(address, Math.min(prefix, address.width()))));
  }

  @Provide
  Arbitrary<List<Rule>> rules() {
    return Combinators.combine(
            networks().list().ofMaxSize(6),
            Arbitraries.integers().between(-1, 1),
            Arbitraries.of(VPN, Link.DIRECT, Link.BLOCK))
        .as(
            (networks, weight, to) ->
                new Rule("x", List.of(to), Names.NONE, networks, weight, Lifetime.DEFAULT, false))
        .list()
        .ofMaxSize(6)
        .map(TitledRules::of);
  }

  @Property(tries = 2000)
  void winnersAndIntervalsAreThoseOfTheModel(@ForAll("rules") List<Rule> rules) {
    Policy policy = Policy.compile(List.of(VPN), rules, List.of(Link.DIRECT));
    List<Interval> intervals = policy.intervals();
    for (Address address : probes(rules)) {
      List<Outlet> expected = model(rules, address);
      assertThat(to(policy.network(address))).as("%s", address).isEqualTo(expected);
      assertThat(to(intervals, address)).as("%s", address).isEqualTo(expected);
      if (!expected.isEmpty()) {
        Claim winner = policy.networks(address).getFirst();
        assertThat(winner.precedence()).isEqualTo(policy.network(address).precedence());
        assertThat(Network.parse(winner.matched()).contains(address)).isTrue();
      }
    }
  }

  /** Every address at which anything could change, and its neighbours. */
  private static List<Address> probes(List<Rule> rules) {
    List<Address> probes = new ArrayList<>();
    for (int n = -1; n <= 256; n++) {
      probes.add(Address.ofIpv4(0x01010100 + n));
    }
    for (Rule rule : rules) {
      for (Network network : rule.networks()) {
        for (Address edge : List.of(network.first(), network.last())) {
          probes.addAll(List.of(edge.previous(), edge, edge.next()));
        }
      }
    }
    return probes;
  }

  @Property(tries = 2000)
  void intervalsAreSortedDisjointAndJoined(@ForAll("rules") List<Rule> rules) {
    Policy policy = Policy.compile(List.of(VPN), rules, List.of(Link.DIRECT));
    List<Interval> intervals = policy.intervals();
    for (int i = 1; i < intervals.size(); i++) {
      Interval left = intervals.get(i - 1);
      Interval right = intervals.get(i);
      assertThat(left.last()).isLessThan(right.first());
      assertThat(
              left.last().next().equals(right.first())
                  && left.last().isIpv4() == right.first().isIpv4()
                  && to(left.claim()).equals(to(right.claim())))
          .isFalse();
    }
  }
}
