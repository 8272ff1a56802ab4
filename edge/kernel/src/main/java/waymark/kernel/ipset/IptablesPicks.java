package waymark.kernel.ipset;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import waymark.kernel.model.PlaneKind;
import waymark.kernel.steering.Egress;
import waymark.kernel.steering.Verdict;

/** Writes the rules that pick a slot: each rule takes its slot or leaves the packet to the next. */
final class IptablesPicks {
  private static final int MOST_TURNS = PlaneKind.OfIpset.MOST_TURNS;
  private static final int NODES = PlaneKind.OfIpset.STICKY_SLOTS;

  private IptablesPicks() {}

  /** The rules, in order; each sees what the rules before it left. */
  static List<String> of(Verdict.Pick pick) {
    List<Egress> slots = pick.slots();
    return switch (pick.draw()) {
      case IN_TURN -> slots.size() <= MOST_TURNS ? inTurn(slots) : byChance(slots);
      case BY_CHANCE -> byChance(slots);
      case BY_SOURCE -> bySource(slots);
    };
  }

  private static List<String> inTurn(List<Egress> slots) {
    List<String> rules = new ArrayList<>();
    for (int turn = 0; turn + 1 < slots.size(); turn++) {
      String nth = "-m statistic --mode nth --every " + (slots.size() - turn) + " --packet 0 ";
      rules.add(nth + goTo(slots.get(turn)));
    }
    rules.add(goTo(slots.getLast()));
    return rules;
  }

  /** The cluster match hashes the source address to one of 32 nodes; each node is a slot. */
  private static List<String> bySource(List<Egress> slots) {
    List<String> rules = new ArrayList<>();
    Egress rest = slots.getFirst();
    for (int node = 1; node <= NODES; node++) {
      Egress slot = slots.get((node - 1) % slots.size());
      if (!slot.equals(rest)) {
        rules.add(
            "-m cluster --cluster-local-node %d --cluster-total-nodes %d --cluster-hash-seed 0x77 %s"
                .formatted(node, NODES, goTo(slot)));
      }
    }
    rules.add(goTo(rest));
    return rules;
  }

  private static List<String> byChance(List<Egress> slots) {
    Map<Egress, Integer> shares = new LinkedHashMap<>();
    slots.forEach(slot -> shares.merge(slot, 1, Integer::sum));
    List<String> rules = new ArrayList<>();
    int rest = slots.size();
    for (Map.Entry<Egress, Integer> share : shares.entrySet()) {
      double part = share.getValue() / (double) rest;
      String chance =
          part >= 1
              ? ""
              : String.format(Locale.ROOT, "-m statistic --mode random --probability %.9f ", part);
      rules.add(chance + goTo(share.getKey()));
      rest -= share.getValue();
    }
    return rules;
  }

  private static String goTo(Egress egress) {
    return "-g " + IptablesNames.name(egress);
  }
}
