package waymark.kernel.neighbours;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one table as {@code nft list table} writes it. */
final class NftListing {
  private static final Pattern TABLE = Pattern.compile("table (\\S+ \\S+) \\{.*");
  private static final Pattern BLOCK =
      Pattern.compile(
          "(chain|set|map|flowtable|counter|quota|limit|ct \\S+|secmark|synproxy) (\\S+) \\{.*");
  private static final Pattern HOOK =
      Pattern.compile("type \\S+ hook (\\S+) .*priority ([^;]+);.*");
  private static final Pattern CALL = Pattern.compile("\\b(?:jump|goto) (\\S+)");
  private static final Map<String, Integer> PRIORITIES =
      Map.of(
          "raw", -300, "mangle", -150, "dstnat", -100, "filter", 0, "security", 50, "srcnat", 100);

  private final Map<String, List<String>> chains = new HashMap<>();
  private final Set<String> late = new HashSet<>();
  private final List<String> flowtables = new ArrayList<>();
  private String table = "";

  /** Reads the text of one table. */
  NftListing(String text, int priority) {
    String chain = "";
    for (String raw : text.split("\n", -1)) {
      String line = raw.strip();
      Matcher named = TABLE.matcher(line);
      Matcher block = BLOCK.matcher(line);
      Matcher hook = HOOK.matcher(line);
      if (named.matches()) {
        table = named.group(1);
      } else if (block.matches()) {
        chain = block.group(1).equals("chain") ? block.group(2) : "";
        if (block.group(1).equals("flowtable")) {
          flowtables.add(table);
        }
      } else if (line.equals("}")) {
        chain = "";
      } else if (!chain.isEmpty() && hook.matches()) {
        if (marksAt(hook.group(1)) && number(hook.group(2)) >= priority) {
          late.add(chain);
        }
      } else if (!chain.isEmpty() && !line.isEmpty()) {
        chains.computeIfAbsent(chain, key -> new ArrayList<>()).add(line);
      }
    }
    int before;
    do {
      before = late.size();
      List.copyOf(late).forEach(this::followCalls);
    } while (late.size() > before);
  }

  private static boolean marksAt(String hook) {
    return hook.equals("prerouting") || hook.equals("output");
  }

  private void followCalls(String chain) {
    for (String rule : chains.getOrDefault(chain, List.of())) {
      CALL.matcher(rule).results().forEach(call -> late.add(call.group(1)));
    }
  }

  /** A priority such as {@code -150}, {@code mangle} or {@code filter + 10}. */
  static int number(String priority) {
    int sum = 0;
    int sign = 1;
    for (String word : priority.strip().split(" ", -1)) {
      switch (word) {
        case "+" -> sign = 1;
        case "-" -> sign = -1;
        default ->
            sum +=
                PRIORITIES.containsKey(word)
                    ? PRIORITIES.get(word)
                    : sign * (word.matches("-?\\d{1,9}") ? Integer.parseInt(word) : 0);
      }
    }
    return sum;
  }

  List<ForeignRule> rules() {
    List<ForeignRule> rules = new ArrayList<>();
    chains.forEach(
        (chain, texts) ->
            texts.forEach(
                text ->
                    rules.add(
                        new ForeignRule(
                            "table " + table + ", chain " + chain, late.contains(chain), text))));
    return rules;
  }

  List<String> flowtables() {
    return flowtables;
  }
}
