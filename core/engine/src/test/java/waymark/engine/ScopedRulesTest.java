package waymark.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import waymark.policy.Address;
import waymark.policy.Area;
import waymark.policy.Claim;
import waymark.policy.Client;
import waymark.policy.Decision;
import waymark.policy.Flow;
import waymark.policy.Interval;
import waymark.policy.Lifetime;
import waymark.policy.Link;
import waymark.policy.NamePattern;
import waymark.policy.Names;
import waymark.policy.Network;
import waymark.policy.Outlet;
import waymark.policy.Policy;
import waymark.policy.PortRange;
import waymark.policy.Rule;
import waymark.policy.Scope;
import waymark.policy.Transport;

/** Rules of some ports and clients among others, against a slow model that asks every rule. */
class ScopedRulesTest {
  private static final List<String> NAMES =
      List.of("a.example", "b.example", "www.a.example", "www.b.example");
  private static final List<String> ADDRESSES =
      List.of("198.18.0.1", "198.18.0.2", "198.18.1.1", "2001:2::1");

  private record Seen(String name, String address) {}

  @Provide
  Arbitrary<List<Rule>> rules() {
    Arbitrary<Link> to = Arbitraries.of(World.VPN, World.ISP, Link.DIRECT, Link.BLOCK);
    Arbitrary<List<String>> names =
        Arbitraries.of("a.example", "=www.a.example", "*.b.example", "/^b/").list().ofMaxSize(2);
    Arbitrary<List<String>> networks =
        Arbitraries.of(
                "198.18.0.0/15", "198.18.0.0/24", "198.18.0.2/32", "2001:2::/48", "0.0.0.0/0")
            .list()
            .ofMaxSize(2);
    Arbitrary<List<String>> areas =
        Arbitraries.of("198.18.1.0/24", "2001:2::/64").list().ofMaxSize(1);
    Arbitrary<List<String>> ports =
        Arbitraries.of("443", "tcp/22", "udp/400-500").list().ofMaxSize(2);
    Arbitrary<List<String>> from =
        Arbitraries.of("10.0.0.0/24", "fd00::/64", "interface:eth7", "self").list().ofMaxSize(2);
    return Combinators.combine(
            to, names, networks, areas, ports, from, Arbitraries.integers().between(0, 1))
        .as(
            (link, name, network, area, port, client, weight) ->
                new Rule(
                    "x",
                    List.<Outlet>of(link),
                    Names.of(name.stream().map(NamePattern::parse).toList()),
                    network.stream().map(Network::parse).toList(),
                    area.stream()
                        .map(text -> new Area("XX", List.of(Network.parse(text))))
                        .toList(),
                    new Scope(
                        port.stream().map(PortRange::parse).toList(),
                        client.stream().map(Client::parse).toList()),
                    weight,
                    Lifetime.DEFAULT,
                    false))
        .list()
        .ofMaxSize(6)
        .map(ScopedRulesTest::titled);
  }

  private static List<Rule> titled(List<Rule> rules) {
    List<Rule> titled = new ArrayList<>();
    for (Rule rule : rules) {
      titled.add(
          new Rule(
              "r" + titled.size(),
              rule.to(),
              rule.names(),
              rule.networks(),
              rule.areas(),
              rule.scope(),
              rule.weight(),
              rule.ttl(),
              false));
    }
    return titled;
  }

  @Provide
  Arbitrary<List<Seen>> seen() {
    return Combinators.combine(Arbitraries.of(NAMES), Arbitraries.of(ADDRESSES))
        .as(Seen::new)
        .list()
        .ofMaxSize(6);
  }

  private static List<Flow> flows() {
    List<Flow> flows = new ArrayList<>();
    for (String source : List.of("10.0.0.2", "10.0.1.2", "fd00::2")) {
      for (String device : List.of("", "eth7", "eth8")) {
        flows.add(new Flow(Optional.empty(), 0, Address.parse(source), device));
        for (Transport transport : Transport.values()) {
          for (int port : List.of(22, 443, 450)) {
            flows.add(new Flow(Optional.of(transport), port, Address.parse(source), device));
          }
        }
      }
    }
    return flows;
  }

  private static List<Outlet> model(Policy policy, List<Seen> seen, Address address, Flow flow) {
    List<Claim> claims = new ArrayList<>(policy.networks(address));
    for (Seen sighting : seen) {
      if (Address.parse(sighting.address()).equals(address)) {
        claims.addAll(policy.claims(List.of(sighting.name())));
      }
    }
    claims.add(policy.fallback());
    return claims.stream()
        .filter(claim -> claim.rule().scope().covers(flow))
        .max(Comparator.naturalOrder())
        .orElseThrow()
        .rule()
        .to();
  }

  /** As the kernel does: the address's own set, then the static ones, then the default. */
  private static Decision carried(World world, Policy policy, Address address) {
    Decision own = world.kernel.get(address);
    if (own != null) {
      return own;
    }
    for (Interval interval : policy.intervals()) {
      if (interval.first().compareTo(address) <= 0 && address.compareTo(interval.last()) <= 0) {
        return interval.decision();
      }
    }
    return policy.decide(List.of(policy.fallback()));
  }

  @Tag("slow")
  @Property(tries = 3000)
  void eachConnectionGoesWhereTheModelSays(
      @ForAll("rules") List<Rule> rules, @ForAll("seen") List<Seen> seen) {
    World world = new World(rules.toArray(Rule[]::new));
    for (Seen sighting : seen) {
      world.see(sighting.address(), 60, sighting.name());
    }
    Policy policy = world.engine.policy();
    for (String text : ADDRESSES) {
      Address address = Address.parse(text);
      Decision carried = carried(world, policy, address);
      for (Flow flow : flows()) {
        assertThat(carried.to(flow))
            .as("%s %s of %s", address, flow, carried)
            .isEqualTo(model(policy, seen, address, flow));
      }
      Decision explained = world.engine.knowledge().explain(address).decision();
      for (Flow flow : flows()) {
        assertThat(explained.to(flow)).isEqualTo(model(policy, seen, address, flow));
      }
    }
  }
}
