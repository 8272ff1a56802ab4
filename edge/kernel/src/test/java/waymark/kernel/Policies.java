package waymark.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import waymark.policy.Address;
import waymark.policy.Lifetime;
import waymark.policy.Link;
import waymark.policy.Masquerade;
import waymark.policy.NamePattern;
import waymark.policy.Network;
import waymark.policy.Outlet;
import waymark.policy.Policy;
import waymark.policy.Rule;
import waymark.policy.Way;

/** Policies in few words. */
final class Policies {
  /** The second provider of {@link waymark.kernel.Network}. */
  static final Link VPN = link("vpn", "up2", "10.2.0.1", "fd00:2::1");

  private Policies() {}

  static Link link(String name, String device, String... gateways) {
    return new Link(
        name,
        new Way.Interface(device, Stream.of(gateways).map(Address::parse).toList()),
        1,
        Masquerade.AUTO);
  }

  /** {@code matches} are names and networks. */
  static Rule rule(String name, List<? extends Outlet> to, String... matches) {
    List<NamePattern> names = new ArrayList<>();
    List<Network> networks = new ArrayList<>();
    for (String match : matches) {
      if (match.contains("/") && !match.startsWith("/")) {
        networks.add(Network.parse(match));
      } else {
        names.add(NamePattern.parse(match));
      }
    }
    return new Rule(name, to, names, networks, 0, Lifetime.DEFAULT, true);
  }

  static Rule rule(String name, Link to, String... matches) {
    return rule(name, List.of(to), matches);
  }

  /** Of these links, and by default direct. */
  static Policy policy(List<Link> links, Rule... rules) {
    return Policy.compile(links, List.of(rules), List.of(Link.DIRECT));
  }

  static Policy policy(Rule... rules) {
    return policy(List.of(VPN), rules);
  }
}
