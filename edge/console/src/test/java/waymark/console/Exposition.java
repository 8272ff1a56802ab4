package waymark.console;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A strict reader of Prometheus' exposition format 0.0.4: what is not as it should be, it refuses.
 */
final class Exposition {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
  private static final Pattern SAMPLE =
      Pattern.compile("(" + NAME + ")(\\{.*})? (-?[0-9.]+(?:E-?[0-9]+)?|\\+Inf|NaN)");
  private static final Pattern LABEL =
      Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\n]|\\\\[\\\\\"n])*)\"(,|$)");

  private Exposition() {}

  /** Its samples, by the name of their family. */
  static Map<String, List<String>> parse(String page) {
    Map<String, List<String>> families = new LinkedHashMap<>();
    Set<String> seen = new HashSet<>();
    String family = "";
    String type = "";
    for (String line : page.split("\n", -1)) {
      if (line.startsWith("# HELP ")) {
        family = line.split(" ", 4)[2];
        refuse(families.put(family, new ArrayList<>()) != null, "twice", line);
        refuse(!NAME.matcher(family).matches(), "no name", line);
      } else if (line.startsWith("# TYPE ")) {
        String[] words = line.split(" ", -1);
        refuse(words.length != 4 || !words[2].equals(family), "no type of " + family, line);
        type = words[3];
        refuse(!Set.of("counter", "gauge", "histogram").contains(type), "no type", line);
        refuse(type.equals("counter") != family.endsWith("_total"), "a counter's name", line);
      } else if (!line.isEmpty()) {
        Matcher sample = SAMPLE.matcher(line);
        refuse(!sample.matches(), "no sample", line);
        String name = sample.group(1);
        refuse(
            type.equals("histogram")
                ? !Set.of(family + "_bucket", family + "_sum", family + "_count").contains(name)
                : !name.equals(family),
            "not of " + family,
            line);
        labels(sample.group(2) == null ? "{}" : sample.group(2), line);
        refuse(!seen.add(line.substring(0, line.lastIndexOf(' '))), "twice", line);
        families.get(family).add(line);
      }
    }
    refuse(!page.endsWith("\n"), "no end of line", page);
    return families;
  }

  private static void labels(String text, String line) {
    String rest = text.substring(1, text.length() - 1);
    Set<String> names = new HashSet<>();
    while (!rest.isEmpty()) {
      Matcher label = LABEL.matcher(rest);
      refuse(!label.lookingAt() || !names.add(label.group(1)), "bad labels", line);
      rest = rest.substring(label.end());
    }
  }

  private static void refuse(boolean wrong, String what, String line) {
    if (wrong) {
      throw new IllegalArgumentException(what + ": " + line);
    }
  }
}
