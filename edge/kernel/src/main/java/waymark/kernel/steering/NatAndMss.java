package waymark.kernel.steering;

import static waymark.kernel.steering.Verdict.Plain.CLAMP_MSS_TO_ROUTE;
import static waymark.kernel.steering.Verdict.Plain.MASQUERADE;
import static waymark.kernel.steering.Verdict.Plain.RETURN;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import waymark.kernel.plane.Desired;
import waymark.policy.Link;
import waymark.policy.Masquerade;
import waymark.policy.Network;

/** The chains for source addresses and TCP segment sizes on links. */
public final class NatAndMss {
  private final Draft draft;
  private final Desired desired;
  private final List<Family> families;

  private NatAndMss(Draft draft, Desired desired, List<Family> families) {
    this.draft = draft;
    this.desired = desired;
    this.families = List.copyOf(families);
  }

  /**
   * Adds the chains.
   *
   * @param of what a connection must match to take the source address of the link with a number,
   *     besides leaving by its interface
   */
  public static void add(
      Draft draft, Desired desired, List<Family> families, IntFunction<List<Match>> of) {
    NatAndMss chains = new NatAndMss(draft, desired, families);
    List.of(Hook.SOURCE_NAT, Hook.SEGMENTS_OUT, Hook.SEGMENTS_IN).forEach(draft::chain);
    for (Link link : desired.policy().links()) {
      switch (Egress.of(link, desired)) {
        case Egress.ByInterface(int number, String device) -> {
          chains.sourceAddress(link, number, device, of.apply(number));
          chains.segments(device, desired.conditions().state(link).mtu());
        }
        case Egress.MainTable _, Egress.Refusal _, Egress.ByGroup _ -> {}
      }
    }
  }

  /**
   * Sources in the networks of the interface stay, because the far end can reply to them. What this
   * host itself sends has the address of the route that was looked up before the link was decided.
   */
  private void sourceAddress(Link link, int number, String device, List<Match> connections) {
    if (link.masquerade() == Masquerade.NEVER && connections.isEmpty()) {
      // Decided routes choose the address.
      return;
    }
    ChainId.Masquerade chain = new ChainId.Masquerade(number);
    List<Match> matches = new ArrayList<>(connections);
    matches.add(new Match.Out(device));
    draft.add(Hook.SOURCE_NAT, new Verdict.GoTo(chain), matches);
    if (link.masquerade() != Masquerade.ALWAYS) {
      for (Family family : families) {
        for (Network network : family.of(desired.conditions().state(link).onLink())) {
          draft.add(chain, RETURN, new Match.Networks(Match.Side.SOURCE, List.of(network)));
        }
      }
    }
    if (link.masquerade() == Masquerade.NEVER) {
      draft.add(chain, MASQUERADE, Match.Packet.OWN_SOURCE);
    } else {
      draft.add(chain, MASQUERADE);
    }
  }

  /** Limits TCP segments to what fits the link. */
  private void segments(String device, int mtu) {
    if (mtu > 0 && mtu < 65_536) {
      draft.add(Hook.SEGMENTS_OUT, CLAMP_MSS_TO_ROUTE, new Match.Out(device));
      for (Family family : families) {
        int size = mtu - (family.isIpv4() ? 40 : 60);
        draft.add(Hook.SEGMENTS_IN, new Verdict.ClampMss(size), new Match.In(device), family);
      }
    }
  }
}
