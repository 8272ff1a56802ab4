package waymark.learn;

import java.util.Set;
import waymark.policy.NamePattern;
import waymark.policy.SyntaxException;

/**
 * Reads names from dnsmasq's configuration (dnsmasq(8)): {@code
 * address=/a.example/b.example/192.0.2.1} and likewise {@code server}, {@code local}, {@code ipset}
 * and {@code nftset}; a name includes all names below it. Other settings are ignored.
 */
final class DnsmasqList {
  private static final Set<String> WITH_NAMES =
      Set.of("address", "server", "local", "ipset", "nftset");

  private DnsmasqList() {}

  static ListContent read(byte[] bytes) {
    ListContent.Builder content = new ListContent.Builder();
    Lines.visitUncommented(bytes, content, (number, text) -> line(number, text, content));
    return content.build();
  }

  private static void line(int number, String line, ListContent.Builder content) {
    int equals = line.indexOf('=');
    String key = (equals < 0 ? line : line.substring(0, equals)).strip();
    String value = equals < 0 ? "" : line.substring(equals + 1).strip();
    if (!isSetting(key)) {
      content.broken(number, "'" + line + "' is not a setting of dnsmasq", "address=/ads.example/");
      return;
    }
    if (!WITH_NAMES.contains(key) || !value.startsWith("/")) {
      return;
    }
    int last = value.lastIndexOf('/');
    if (last == 0) {
      content.broken(number, "'" + line + "' has no second /", key + "=/ads.example/");
      return;
    }
    for (String name : value.substring(1, last).split("/", -1)) {
      name(number, name, content);
    }
  }

  private static void name(int number, String name, ListContent.Builder content) {
    if (name.isEmpty()) {
      content.broken(number, "an empty name means all names without dots", "names");
      return;
    }
    if (name.equals("#")) {
      content.broken(number, "'#' means all names", "names; the policy's default is for the rest");
      return;
    }
    try {
      content.add(NamePattern.parseListed(name));
    } catch (SyntaxException e) {
      content.broken(number, e);
    }
  }

  private static boolean isSetting(String key) {
    return !key.isEmpty()
        && key.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-');
  }
}
