package waymark.kernel.steering;

import static waymark.kernel.steering.Verdict.Plain.PASS;
import static waymark.kernel.steering.Verdict.Plain.RETURN;

import java.util.List;
import java.util.Set;
import waymark.kernel.links.LinkNumbers;
import waymark.kernel.steering.ChainId.Stage;
import waymark.kernel.steering.Match.Direction;
import waymark.kernel.steering.Match.Packet;
import waymark.kernel.steering.Match.Side;
import waymark.kernel.steering.Match.State;
import waymark.policy.Network;
import waymark.policy.PortRange;
import waymark.policy.Transport;

/**
 * The rules of {@code default: block}.
 *
 * <pre>
 *  PREROUTING ─ spoofed source? ─▶ FORGED: dropped by GUARD, unless it is for this host
 *             ─ first seen mid-stream? ─▶ RESUMED ─▶ MainTable | Refusal
 *  OUTPUT ─ first seen mid-stream, from a listening port? DHCP? ─▶ MainTable
 *    ▼ otherwise                        RESUMED ─ neither?
 *  STEER ◀────────────────────────────────┘
 *    ├ to this host, multicast, management ─▶ MainTable
 *    ▼ by the rules
 *  Target of block ─▶ DENY ─ DNS to a resolver? ─▶ MainTable
 *                      └─▶ Refusal
 *
 *  LEAVING ─▶ STRAYS: a reply, or decided? else dropped and counted
 * </pre>
 *
 * <p>Every connection that may leave is decided at its first packet, for {@code direct} too. So the
 * second line, {@code STRAYS}, needs no copy of the rules.
 */
final class DenyChains {
  private static final Verdict DIRECT = new Verdict.GoTo(new Egress.MainTable());
  private static final Verdict REFUSED = new Verdict.GoTo(new Egress.Refusal());

  private final Draft draft;
  private final Plan plan;

  private DenyChains(Draft draft, Plan plan) {
    this.draft = draft;
    this.plan = plan;
  }

  /** Adds the rules that stand before {@code STEER}. */
  static void beforeSteering(Draft draft, Plan plan, Hook hook) {
    DenyChains deny = new DenyChains(draft, plan);
    if (hook == Hook.PREROUTING) {
      deny.arriving();
    } else {
      deny.own();
    }
  }

  /** Adds the chains that exist only with {@code default: block}. */
  static void add(Draft draft, Plan plan) {
    DenyChains deny = new DenyChains(draft, plan);
    deny.forged();
    deny.resumed();
    deny.deny();
    deny.strays();
  }

  private void arriving() {
    // Such a packet could pass as a reply of an allowed address, and a refusal would carry its
    // content to that address.
    if (plan.hasLabels()) {
      draft.add(Hook.PREROUTING, new Verdict.GoTo(Stage.FORGED), State.NEW, Packet.SPOOFED);
    } else {
      draft.add(Hook.PREROUTING, new Verdict.Jump(Stage.FORGED), State.NEW, Packet.SPOOFED);
    }
    draft.add(Hook.PREROUTING, new Verdict.GoTo(Stage.RESUMED), State.NEW, Packet.MID_STREAM);
  }

  private void own() {
    List<PortRange> served = served();
    if (!served.isEmpty()) {
      draft.add(
          Hook.OUTPUT, DIRECT, State.NEW, Packet.MID_STREAM, new Match.Ports(Side.SOURCE, served));
    }
    for (Family family : plan.families()) {
      boolean ipv4 = family.isIpv4();
      draft.add(
          Hook.OUTPUT,
          DIRECT,
          udp(Side.SOURCE, ipv4 ? 68 : 546),
          udp(Side.DESTINATION, ipv4 ? 67 : 547));
    }
  }

  private List<PortRange> served() {
    return plan.desired().exemptions().served().stream()
        .map(port -> new PortRange(Set.of(Transport.TCP), port, port))
        .toList();
  }

  /** Passes DNS and DNS over TLS (RFC 7858) to or from the resolvers. */
  private void resolvers(ChainId chain, Side side, Set<Transport> transports) {
    List<Network> resolvers =
        plan.ofFamilies(plan.desired().exemptions().resolvers().stream().map(Network::of).toList());
    if (!resolvers.isEmpty()) {
      List<PortRange> ports =
          List.of(new PortRange(transports, 53, 53), new PortRange(transports, 853, 853));
      draft.add(chain, DIRECT, new Match.Ports(side, ports), new Match.Networks(side, resolvers));
    }
  }

  private static Match udp(Side side, int port) {
    return new Match.Ports(side, List.of(new PortRange(Set.of(Transport.UDP), port, port)));
  }

  private void forged() {
    if (plan.hasLabels()) {
      // Whether the packet is bridged is known when it leaves.
      draft.add(Stage.FORGED, new Verdict.GoTo(Stage.RESUMED), Packet.NEAR, Packet.MID_STREAM);
      draft.add(Stage.FORGED, new Verdict.GoTo(Stage.STEER), Packet.NEAR);
      draft.add(Stage.FORGED, Verdict.Plain.NOTE_INTRUSION);
    } else {
      draft.add(Stage.FORGED, RETURN, Packet.NEAR);
      draft.add(Stage.FORGED, new Verdict.Drop(Counter.REFUSED));
    }
  }

  /** Connection tracking may take either side for the one that opened the connection. */
  private void resumed() {
    List<PortRange> served = served();
    if (!served.isEmpty()) {
      draft.add(Stage.RESUMED, DIRECT, Packet.LOCAL, new Match.Ports(Side.DESTINATION, served));
    }
    plan.management(Side.SOURCE).forEach(match -> draft.add(Stage.RESUMED, DIRECT, match));
    resolvers(Stage.RESUMED, Side.SOURCE, Set.of(Transport.TCP));
    plan.targets()
        .byName()
        .forEach(
            (target, decision) -> {
              for (Family family : plan.families()) {
                if (plan.desired().conditions().isDirect(decision, family.isIpv4())) {
                  plan.sources(family, target)
                      .forEach(match -> draft.add(Stage.RESUMED, DIRECT, match));
                }
              }
            });
    // Taken for a connection that the far end opened, it could continue without a rule.
    draft.add(Stage.RESUMED, REFUSED, Packet.LOCAL);
    draft.add(
        Hook.REFUSAL_HERE, new Verdict.GoTo(Stage.REFUSE), new Match.Refused(), Direction.ORIGINAL);
    draft.add(Stage.RESUMED, new Verdict.GoTo(Stage.STEER));
  }

  /** Passes DNS to the resolvers and refuses the rest. */
  private void deny() {
    resolvers(Stage.DENY, Side.DESTINATION, Set.of(Transport.values()));
    draft.add(Stage.DENY, REFUSED);
  }

  private void strays() {
    draft.add(Hook.LEAVING, new Verdict.GoTo(Stage.STRAYS));
    draft.add(Stage.STRAYS, PASS, new Match.Out("lo"));
    draft.add(Stage.STRAYS, PASS, Packet.BRIDGED);
    draft.add(Stage.STRAYS, PASS, Direction.REPLY);
    draft.add(Stage.STRAYS, PASS, new Match.Decided(LinkNumbers.DIRECT));
    for (Egress.ByInterface link : plan.interfaces()) {
      Match.Out leaves = new Match.Out(link.device());
      draft.add(Stage.STRAYS, PASS, new Match.Decided(link.link()), leaves);
      // In OUTPUT, iptables knows this host's own packets by their former interface.
      Match.Marked marked = new Match.Marked(link.link());
      draft.add(Stage.STRAYS, PASS, new Match.Decided(link.link()), marked);
    }
    if (plan.hasLabels()) {
      draft.add(Stage.STRAYS, new Verdict.Drop(Counter.REFUSED), new Match.Intruding());
    }
    draft.add(Stage.STRAYS, PASS, Packet.ICMP_ERROR);
    if (plan.families().contains(Family.IPV6)) {
      draft.add(Stage.STRAYS, PASS, Packet.NEIGHBOUR_DISCOVERY);
    }
    draft.add(Stage.STRAYS, new Verdict.Drop(Counter.LOST), State.INVALID);
    draft.add(Stage.STRAYS, new Verdict.CopySome(plan.desired().capture().denialGroup()));
    draft.add(Stage.STRAYS, new Verdict.Drop(Counter.STRAYS));
  }
}
