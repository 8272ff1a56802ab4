package waymark.kernel.table;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Chains of the table {@code inet waymark} with their rules, as nftables' own language says them.
 */
public final class Chains {
  private final Map<String, Chain> chains = new LinkedHashMap<>();

  private record Chain(String hook, List<String> rules) {}

  /** Another chain, to which rules are added; where others go on. */
  public List<String> add(String name) {
    return add(name, "");
  }

  /**
   * Another chain, to which rules are added.
   *
   * @param hook where packets come from, its priority and its policy
   */
  public List<String> add(String name, String hook) {
    List<String> rules = new ArrayList<>();
    chains.put(name, new Chain(hook, rules));
    return rules;
  }

  public Set<String> names() {
    return chains.keySet();
  }

  /**
   * Writes what makes the chains so, whatever they were, and takes others away.
   *
   * @param there the chains that are there
   */
  public void text(StringBuilder text, Collection<String> there) {
    chains.forEach((name, chain) -> line(text, "add chain", name, braces(chain.hook())));
    Set<String> stale = new LinkedHashSet<>(there);
    stale.removeAll(chains.keySet());
    for (String name : chains.keySet()) {
      if (!name.equals(AnswerQueue.CHAIN)) {
        line(text, "flush chain", name, "");
      }
    }
    stale.forEach(name -> line(text, "flush chain", name, ""));
    chains.forEach(
        (name, chain) -> chain.rules().forEach(rule -> line(text, "add rule", name, " " + rule)));
    stale.forEach(name -> line(text, "delete chain", name, ""));
  }

  /** Writes what makes the chains so whose names begin thus; they are there. */
  public void changes(StringBuilder text, String beginning) {
    chains.forEach(
        (name, chain) -> {
          if (name.startsWith(beginning)) {
            line(text, "flush chain", name, "");
            chain.rules().forEach(rule -> line(text, "add rule", name, " " + rule));
          }
        });
  }

  private static void line(StringBuilder text, String verb, String chain, String rest) {
    text.append(verb).append(" inet ").append(KernelTable.NAME).append(' ').append(chain);
    text.append(rest).append('\n');
  }

  private static String braces(String hook) {
    return hook.isEmpty() ? "" : " { " + hook + " }";
  }

  /** The chains and rules, a line each, for people to compare. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    chains.forEach(
        (name, chain) -> {
          lines.add("chain " + name + braces(chain.hook()));
          chain.rules().forEach(rule -> lines.add("chain " + name + ": " + rule));
        });
    return lines;
  }
}
