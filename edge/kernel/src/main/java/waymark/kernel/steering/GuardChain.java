package waymark.kernel.steering;

import waymark.kernel.plane.Desired;

/** The chain that drops packets with a link's mark that would leave by another interface. */
final class GuardChain {
  private GuardChain() {}

  static void add(Draft draft, Desired desired) {
    for (Egress egress : Egress.all(desired)) {
      switch (egress) {
        case Egress.ByInterface(int link, String device) -> {
          Verdict wrong = new Verdict.Drop(Counter.wrong(link));
          draft.add(Hook.GUARD, wrong, new Match.Marked(link), new Match.Out(device, true));
        }
        case Egress.MainTable _, Egress.Refusal _, Egress.ByGroup _ -> {}
      }
    }
    // A tunnel would copy the mark to its own packets, which leave elsewhere (skb_scrub_packet).
    draft.add(Hook.GUARD, Verdict.Plain.UNMARK);
  }
}
