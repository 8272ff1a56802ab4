package waymark.kernel.ipset;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Chains of iptables with their rules, and the jumps to them from the built-in ones, as {@code
 * iptables-restore} reads them.
 */
final class IptablesChains {
  private final Map<String, Map<String, List<String>>> tables = new LinkedHashMap<>();

  /** By table: the rule that jumps, and whether it comes behind the rules of others. */
  private final Map<String, Map<String, Boolean>> jumps = new LinkedHashMap<>();

  /** A chain, to which rules are added. */
  List<String> chain(String table, String name) {
    return tables
        .computeIfAbsent(table, key -> new LinkedHashMap<>())
        .computeIfAbsent(name, key -> new ArrayList<>());
  }

  /** Has a built-in chain lead to one of ours. */
  void jump(String table, IptablesNames.Origin from, String to) {
    jumps
        .computeIfAbsent(table, key -> new LinkedHashMap<>())
        .put(from.chain() + " -j " + to, from.last());
  }

  /** The script that makes the chains so, whatever there is of ours. */
  String text(Iptables.Saved saved) {
    Set<String> all = new LinkedHashSet<>(tables.keySet());
    saved.lines().forEach(line -> all.add(line.table()));
    StringBuilder text = new StringBuilder();
    all.forEach(table -> table(text, table, saved));
    return text.toString();
  }

  private void table(StringBuilder text, String table, Iptables.Saved saved) {
    Map<String, List<String>> chains = tables.getOrDefault(table, Map.of());
    Map<String, Boolean> wanted = jumps.getOrDefault(table, Map.of());
    text.append('*').append(table).append('\n');
    chains.keySet().forEach(name -> declare(text, name));
    Set<String> incomplete = incomplete(table, saved);
    Map<String, Integer> there = new HashMap<>();
    List<String> stale = new ArrayList<>();
    for (Iptables.Line line : saved.lines()) {
      if (line.table().equals(table)) {
        if (line.isJump()) {
          String jump = line.text().substring(3);
          boolean moves = wanted.getOrDefault(jump, false) && incomplete.contains(origin(jump));
          if (!wanted.containsKey(jump) || moves || there.merge(jump, 1, Integer::sum) > 1) {
            text.append("-D").append(line.text().substring(2)).append('\n');
          }
        } else if (line.isChain() && !chains.containsKey(line.chain())) {
          stale.add(line.chain());
        }
      }
    }
    wanted.forEach(
        (jump, last) -> {
          if (!there.containsKey(jump)) {
            text.append(last ? "-A " : "-I ").append(jump).append('\n');
          }
        });
    chains.forEach((name, rules) -> fill(text, name, rules));
    stale.forEach(name -> text.append("-F ").append(name).append('\n'));
    stale.forEach(name -> text.append("-X ").append(name).append('\n'));
    text.append("COMMIT\n");
  }

  /**
   * The built-in chains that lack one of several jumps behind the rules of others: all of these are
   * made again there, so that they keep their order.
   */
  private Set<String> incomplete(String table, Iptables.Saved saved) {
    Set<String> there = new HashSet<>();
    for (Iptables.Line line : saved.lines()) {
      if (line.table().equals(table) && line.isJump()) {
        there.add(line.text().substring(3));
      }
    }
    Set<String> incomplete = new HashSet<>();
    jumps
        .getOrDefault(table, Map.of())
        .forEach(
            (jump, last) -> {
              if (last && !there.contains(jump)) {
                incomplete.add(origin(jump));
              }
            });
    return incomplete;
  }

  private static String origin(String jump) {
    return jump.substring(0, jump.indexOf(' '));
  }

  private static void declare(StringBuilder text, String chain) {
    text.append(':').append(chain).append(" - [0:0]\n");
  }

  private static void fill(StringBuilder text, String chain, List<String> rules) {
    for (String rule : rules) {
      text.append("-A ").append(chain).append(' ').append(rule).append('\n');
    }
  }

  /** The script that makes those chains of {@code mangle} so whose names begin thus. */
  String changes(String beginning) {
    StringBuilder text = new StringBuilder("*mangle\n");
    tables
        .getOrDefault("mangle", Map.of())
        .forEach(
            (name, rules) -> {
              if (name.startsWith(beginning)) {
                declare(text, name);
                fill(text, name, rules);
              }
            });
    return text.append("COMMIT\n").toString();
  }

  /**
   * All rules, for people to compare.
   *
   * @param command that writes them
   */
  List<String> lines(String command) {
    List<String> lines = new ArrayList<>();
    tables.forEach(
        (table, chains) ->
            chains.forEach(
                (name, rules) ->
                    rules.forEach(
                        rule ->
                            lines.add(
                                command + " -t " + table + ": chain " + name + ": " + rule))));
    return lines;
  }
}
