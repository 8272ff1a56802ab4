package waymark.kernel.links;

import java.util.List;
import java.util.Map;
import waymark.kernel.model.Bridges;
import waymark.kernel.model.InterfaceNames;
import waymark.kernel.model.InterfaceState;
import waymark.kernel.model.Interfaces;
import waymark.policy.Decision;
import waymark.policy.Link;
import waymark.policy.Network;
import waymark.policy.Outlet;
import waymark.policy.Policy;

/**
 * The state of the links and the neighbouring networks, as the planes use it.
 *
 * @param links the state of each interface link, by its name
 * @param near the networks of neighbours, which the default rule does not apply to; empty if the
 *     default leads to no link
 * @param attached the networks of neighbours, whatever the default
 * @param names of the host's interfaces
 */
public record LinkConditions(
    Map<String, InterfaceState> links,
    List<Network> near,
    List<Network> attached,
    Bridges bridges,
    InterfaceNames names) {
  /** Nothing seen yet. */
  static final LinkConditions NONE = new LinkConditions(Map.of(), List.of());

  public LinkConditions {
    links = Map.copyOf(links);
    near = List.copyOf(near);
    attached = List.copyOf(attached);
  }

  /** On a host without bridges and alternative names, and with no other neighbours. */
  public LinkConditions(Map<String, InterfaceState> links, List<Network> near) {
    this(links, near, near, Bridges.NONE, InterfaceNames.NONE);
  }

  /** For a policy, on a host whose links are in these states. */
  public static LinkConditions of(
      Policy policy, Interfaces host, Map<String, InterfaceState> links) {
    boolean leads = !policy.otherwise().getFirst().isDirect() && !policy.deniesByDefault();
    List<Network> near = host.near();
    return new LinkConditions(links, leads ? near : List.of(), near, host.bridges(), host.names());
  }

  /** The state of an interface link. */
  public InterfaceState state(Link link) {
    return links.getOrDefault(link.name(), InterfaceState.ABSENT);
  }

  /** The name by which firewalls know the interface of an interface link now. */
  public String device(Link link) {
    return names.primary(InterfaceLinks.device(link));
  }

  /** Whether anything can leave by a link. */
  public boolean isUp(Link link) {
    return isUp(link, true) || isUp(link, false);
  }

  /** Whether a family can. */
  public boolean isUp(Link link, boolean ipv4) {
    return OutletSelection.isUp(link, links, ipv4);
  }

  /** The first outlet that a family can leave by; where there is none, all is refused. */
  public Outlet chosen(List<Outlet> to, boolean ipv4) {
    return OutletSelection.of(to, links, ipv4);
  }

  /** Whether all connections of a decision, of one family, go by the main table. */
  public boolean isDirect(Decision decision, boolean ipv4) {
    return decision.branches().size() == 1
        && chosen(decision.branches().getFirst().to(), ipv4).isDirect();
  }
}
