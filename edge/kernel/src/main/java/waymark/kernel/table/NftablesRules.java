package waymark.kernel.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import waymark.kernel.model.Marks;
import waymark.kernel.steering.ChainId;
import waymark.kernel.steering.Counter;
import waymark.kernel.steering.Egress;
import waymark.kernel.steering.Family;
import waymark.kernel.steering.Rule;
import waymark.kernel.steering.Steering;
import waymark.kernel.steering.Verdict;

/** Writes chains in nftables syntax. */
public final class NftablesRules {
  private static final String TCP_SYN = "tcp flags syn tcp option maxseg size ";

  private final Marks marks;
  private final NftablesMatches matches;
  private final Chains chains = new Chains();

  private NftablesRules(Marks marks) {
    this.marks = marks;
    matches = new NftablesMatches(marks);
  }

  /** The chains of the table {@code inet waymark}. */
  public static Chains of(Steering steering, Marks marks) {
    NftablesRules rules = new NftablesRules(marks);
    steering.chains().forEach(rules::add);
    return rules.chains;
  }

  /**
   * The text that adds the counters and sets that belong to the rules; what is there keeps its
   * values and elements.
   */
  public static String declarations(Steering steering) {
    StringBuilder text = new StringBuilder();
    steering.counters().forEach(counter -> text.append(add(counter)));
    sets(steering).forEach(_ -> text.append(HoldChain.ADD_SET));
    return text.toString();
  }

  /** The names of the sets that belong to the rules: to no target. */
  public static Set<String> sets(Steering steering) {
    return steering.holds() ? Set.of(HoldChain.SET) : Set.of();
  }

  static String add(Counter counter) {
    return "add counter inet " + KernelTable.NAME + " " + counter.name() + "\n";
  }

  private void add(ChainId chain, List<Rule> rules) {
    NftablesChains.add(chains, chain, rules.stream().flatMap(this::texts).toList());
  }

  private Stream<String> texts(Rule rule) {
    List<String> statements = statements(rule);
    return matches.alternatives(rule.matches()).stream()
        .flatMap(match -> statements.stream().map(statement -> match + statement));
  }

  /** The part after the matches, one for each rule that is needed. */
  private List<String> statements(Rule rule) {
    return switch (rule.verdict()) {
      case Verdict.Plain plain -> plain(plain);
      case Verdict.GoTo(ChainId.Regular chain) -> List.of("goto " + NftablesChains.name(chain));
      case Verdict.Jump(ChainId.Regular chain) -> List.of("jump " + NftablesChains.name(chain));
      case Verdict.Drop(Counter counter) -> List.of(count(counter) + " drop");
      case Verdict.Count(Counter counter) -> List.of(count(counter));
      case Verdict.Decide(int link) -> List.of(decide(link));
      case Verdict.NoteCameBy(int link) -> List.of(label(marks.cameByBits(), link));
      case Verdict.Mark(int link) -> List.of(marks.set("meta mark", link));
      case Verdict.Pick pick -> picks(pick, rule);
      case Verdict.ClampMss(int size) ->
          List.of(TCP_SYN + "> " + size + " tcp option maxseg size set " + size);
      case Verdict.Copy(int group) -> List.of(copy(group));
      case Verdict.CopySome(int group) ->
          List.of(
              "limit rate "
                  + Verdict.CopySome.RATE
                  + "/second burst "
                  + Verdict.CopySome.BURST
                  + " packets "
                  + copy(group));
      case Verdict.Queue _ -> {
        HoldChain.add(chains, marks);
        // AnswerQueue writes the rule of the queue.
        chains.add(AnswerQueue.CHAIN);
        yield List.of(count(Counter.ANSWERS) + " goto " + AnswerQueue.CHAIN);
      }
    };
  }

  private List<String> plain(Verdict.Plain plain) {
    return switch (plain) {
      case RETURN -> List.of("return");
      case PASS -> List.of("accept");
      case REFUSE -> List.of(decide(marks.refused()));
      case NOTE_INTRUSION -> List.of(label(marks.cameByBits(), marks.refused()));
      case REJECT -> {
        List<String> texts = new ArrayList<>(List.of(count(Counter.REFUSED)));
        texts.addAll(ResetSets.refusal());
        yield texts;
      }
      case UNMARK -> List.of(marks.clear());
      case MASQUERADE -> List.of("masquerade");
      case CLAMP_MSS_TO_ROUTE -> List.of(TCP_SYN + "set rt mtu");
    };
  }

  private String decide(int number) {
    return marks.hasLabels() ? label(marks.linkBits(), number) : marks.set("ct mark", number);
  }

  private static String label(List<Integer> bits, int number) {
    return "ct label set " + NftablesMatches.listed(Marks.set(bits, number), "|");
  }

  private static String copy(int group) {
    return "log group " + group + " queue-threshold 1";
  }

  private static String count(Counter counter) {
    return "counter name " + counter.name();
  }

  /** The rule that picks, and one for a packet without a slot, which should not exist. */
  private static List<String> picks(Verdict.Pick pick, Rule rule) {
    String size = "mod " + pick.slots().size();
    String map = " vmap { " + entries(pick.slots()) + " }";
    List<String> texts = new ArrayList<>();
    switch (pick.draw()) {
      case IN_TURN -> texts.add("numgen inc " + size + map);
      case BY_CHANCE -> texts.add("numgen random " + size + map);
      case BY_SOURCE -> texts.addAll(bySource(rule, " saddr " + size + " seed 0x77" + map));
    }
    texts.add("goto " + NftablesChains.name(pick.slots().getFirst()));
    return texts;
  }

  /** The hash depends on the family, so a rule for both families becomes two. */
  private static List<String> bySource(Rule rule, String drawn) {
    Function<Family, String> hash = family -> (family.isIpv4() ? "jhash ip" : "jhash ip6") + drawn;
    for (Family family : Family.BOTH) {
      if (rule.matches().contains(family)) {
        return List.of(hash.apply(family));
      }
    }
    return Family.BOTH.stream()
        .map(family -> NftablesMatches.family(family) + hash.apply(family))
        .toList();
  }

  /** The entries of the map; adjacent slots of one link are one entry. */
  private static String entries(List<Egress> slots) {
    StringBuilder entries = new StringBuilder();
    int first = 0;
    for (int i = 1; i <= slots.size(); i++) {
      if (i == slots.size() || !slots.get(i).equals(slots.get(first))) {
        entries.append(entries.isEmpty() ? "" : ", ").append(first);
        if (i - 1 > first) {
          entries.append('-').append(i - 1);
        }
        entries.append(" : goto ").append(NftablesChains.name(slots.get(first)));
        first = i;
      }
    }
    return entries.toString();
  }
}
