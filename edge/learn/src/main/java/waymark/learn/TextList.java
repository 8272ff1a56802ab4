package waymark.learn;

import waymark.policy.DomainName;
import waymark.policy.NamePattern;
import waymark.policy.Network;
import waymark.policy.SyntaxException;

/** Reads lists with an entry per line. */
final class TextList {
  private static final String NAME_OR_NETWORK =
      "a name (example.com, =only.example, *.below.example, /regex/) or a network";

  private TextList() {}

  static ListContent domains(byte[] bytes) {
    ListContent.Builder content = new ListContent.Builder();
    Lines.visit(bytes, content, (number, line) -> domain(number, line, content));
    return content.build();
  }

  private static void domain(int number, String line, ListContent.Builder content) {
    // A regular expression may contain a #.
    String text = line.startsWith("/") && line.endsWith("/") ? line : Lines.withoutComment(line);
    if (text.isEmpty()) {
      return;
    }
    char first = text.charAt(0);
    if (text.startsWith("||") || text.startsWith("@@") || first == '!' || first == '[') {
      content.broken(number, "'" + text + "' is for ad blockers in browsers", NAME_OR_NETWORK);
      return;
    }
    try {
      if (first != '/' && isNumeric(text)) {
        content.add(Network.parse(text));
      } else {
        content.add(
            first == '/' || first == '=' ? NamePattern.parse(text) : NamePattern.parseListed(text));
      }
    } catch (SyntaxException e) {
      content.broken(number, e);
    }
  }

  /** Whether the text can only be an address or a network. */
  private static boolean isNumeric(String text) {
    boolean colon = text.indexOf(':') >= 0 && !text.contains("://");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean digit = (c >= '0' && c <= '9') || c == '.' || c == '/';
      boolean hex = (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || c == ':';
      if (!digit && !(colon && hex)) {
        return false;
      }
    }
    return true;
  }

  static ListContent networks(byte[] bytes) {
    ListContent.Builder content = new ListContent.Builder();
    Lines.visit(
        bytes,
        content,
        (number, line) -> {
          int semicolon = line.indexOf(';');
          String text =
              Lines.withoutComment(semicolon < 0 ? line : line.substring(0, semicolon).strip());
          if (!text.isEmpty()) {
            try {
              content.add(Network.parse(text));
            } catch (SyntaxException e) {
              content.broken(number, e);
            }
          }
        });
    return content.build();
  }

  static ListContent hosts(byte[] bytes) {
    ListContent.Builder content = new ListContent.Builder();
    Lines.visit(
        bytes,
        content,
        (number, line) -> {
          int hash = line.indexOf('#');
          String text = hash < 0 ? line : line.substring(0, hash).strip();
          if (!text.isEmpty()) {
            host(number, text, content);
          }
        });
    return content.build();
  }

  private static void host(int number, String line, ListContent.Builder content) {
    String[] words = line.split("[ \t]+", -1);
    String address = words[0];
    int zone = address.indexOf('%');
    if (!isNumeric(zone < 0 ? address : address.substring(0, zone)) || words.length < 2) {
      content.broken(number, "'" + line + "' is not an address and names", "0.0.0.0 ads.example");
      return;
    }
    for (int i = 1; i < words.length; i++) {
      if (!isOfTheHost(words[i])) {
        try {
          content.add(new NamePattern.Exact(DomainName.normalize(words[i])));
        } catch (SyntaxException e) {
          content.broken(number, e);
        }
      }
    }
  }

  /** Names of the host itself in every hosts file, which are ignored. */
  private static boolean isOfTheHost(String name) {
    return name.startsWith("localhost")
        || name.startsWith("ip6-")
        || name.equals("local")
        || name.equals("broadcasthost")
        || name.equals("0.0.0.0");
  }
}
