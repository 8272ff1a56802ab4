package waymark.app.config;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import waymark.policy.EgressPath;
import waymark.policy.Link;
import waymark.policy.Network;
import waymark.policy.NextHop;
import waymark.policy.Outlet;
import waymark.policy.Policy;
import waymark.policy.Rule;

/**
 * Tunnels that take all traffic, without a rule that lets the tunnel's own packets leave directly:
 * they would be sent into the tunnel again.
 */
public final class TunnelLoops {
  private TunnelLoops() {}

  /** A sentence about each tunnel that takes all traffic, if no rule exempts anything. */
  public static List<String> of(Policy policy) {
    if (policy.rules().stream().anyMatch(TunnelLoops::exempts)) {
      return List.of();
    }
    List<String> sentences = new ArrayList<>();
    tunnels(policy.otherwise()).forEach(link -> sentences.add(sentence("the default", link)));
    for (Rule rule : policy.rules()) {
      if (rule.scope().isAll() && rule.networks().stream().anyMatch(TunnelLoops::isAll)) {
        tunnels(rule.to())
            .forEach(link -> sentences.add(sentence("rule '" + rule.name() + "'", link)));
      }
    }
    return sentences;
  }

  private static boolean isAll(Network network) {
    return network.prefix() == 0;
  }

  /** Whether a rule may be what lets a tunnel's packets leave: it goes direct by address. */
  private static boolean exempts(Rule rule) {
    return rule.to().getFirst().isDirect()
        && (!rule.networks().isEmpty() || rule.names().size() > 0);
  }

  private static Stream<Link> tunnels(List<Outlet> to) {
    return to.stream().flatMap(outlet -> outlet.links().stream()).filter(TunnelLoops::isTunnel);
  }

  /** A line of PPP has no next hop either, but its packets are no IP packets of this host. */
  private static boolean isTunnel(Link link) {
    return link.egressPath() instanceof EgressPath.Interface(String device, NextHop hop)
        && hop instanceof NextHop.Destination
        && !device.startsWith("ppp")
        && !device.startsWith("wwan");
  }

  private static String sentence(String who, Link link) {
    return who
        + " sends everything to link '"
        + link.name()
        + "', which has no gateway: if it is a tunnel, its own packets would be sent into it, and"
        + " nothing would leave. Add a rule for its far end: { name: the tunnel itself, to: direct,"
        + " networks: [ADDRESS] }";
  }
}
