package waymark.policy;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/** The names that a rule matches. */
public sealed interface NamePattern {
  /** The name and every name below it, at label boundaries: {@code youtube.com}. */
  record Suffix(String name) implements NamePattern {
    public Suffix {
      requireNormal(name);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** Only the name itself: {@code =example.com}. */
  record Exact(String name) implements NamePattern {
    public Exact {
      requireNormal(name);
    }

    @Override
    public String toString() {
      return "=" + name;
    }
  }

  /** Every name below the name, but not the name itself: {@code *.example.com}. */
  record Below(String name) implements NamePattern {
    public Below {
      requireNormal(name);
    }

    @Override
    public String toString() {
      return "*." + name;
    }
  }

  /**
   * Every name in which the expression is found: {@code /^cdn[0-9]+\./}.
   *
   * @param text in the syntax of RE2, at most 4,096 characters; a capital letter matches a small
   *     one too
   */
  record Regex(String text) implements NamePattern {
    /** RE2/J may overflow a thread's stack on a larger or deeper expression. */
    private static final int LARGEST = 1_000;

    private static final int DEEPEST = 256;

    public Regex {
      pattern(text);
    }

    /**
     * The compiled expression. It searches a name in lower case in time linear in the name's
     * length.
     */
    Pattern pattern() {
      return pattern(text);
    }

    private static Pattern pattern(String text) {
      String expected = "an expression in the syntax of RE2, such as /^cdn[0-9]+\\./";
      if (text.isEmpty() || text.length() > 4096) {
        throw new SyntaxException(
            "a regular expression has " + text.length() + " characters", "1 to 4096 characters");
      }
      RegexSize size = RegexSize.of(text);
      if (size.parts() > LARGEST || size.depth() > DEEPEST) {
        throw new SyntaxException(
            "'/" + text + "/' is too large after its repeats are written out",
            "at most " + LARGEST + " parts, " + DEEPEST + " deep");
      }
      boolean capitals = false;
      for (int i = 0; i < text.length(); i++) {
        capitals |= text.charAt(i) >= 'A' && text.charAt(i) <= 'Z';
      }
      try {
        return Pattern.compile(text, capitals ? Pattern.CASE_INSENSITIVE : 0);
      } catch (PatternSyntaxException e) {
        throw new SyntaxException(
            "'/"
                + text
                + "/' is not a valid regular expression: "
                + e.getDescription()
                + " at '"
                + e.getPattern()
                + "'",
            expected);
      }
    }

    @Override
    public int hashCode() {
      return text.hashCode();
    }

    @Override
    public String toString() {
      return "/" + text + "/";
    }
  }

  /**
   * Reads {@code youtube.com}, {@code =exact.example}, {@code *.below.example} or {@code /regex/}.
   *
   * @throws SyntaxException for any other text
   */
  static NamePattern parse(String text) {
    char first = text.isEmpty() ? 0 : text.charAt(0);
    if (first == '=') {
      return new Exact(DomainName.normalize(text.substring(1)));
    }
    if (first == '*' && text.startsWith("*.")) {
      return new Below(DomainName.normalize(text.substring(2)));
    }
    if (first == '/') {
      if (text.length() < 2 || !text.endsWith("/")) {
        throw new SyntaxException(
            "'" + text + "' is a regular expression without an end", "a / at its end");
      }
      return new Regex(text.substring(1, text.length() - 1));
    }
    if (first == '.' && text.length() > 1) {
      String rest = text.substring(1);
      throw new SyntaxException(
          "'" + text + "' begins with a dot",
          rest + " (the name and all below it) or *" + text + " (only names below it)");
    }
    return new Suffix(DomainName.normalize(text));
  }

  /**
   * Reads a name as lists write it: {@code example.com} and {@code .example.com} are the name and
   * all below it, {@code *.example.com} only what is below it.
   *
   * @throws SyntaxException for any other text
   */
  static NamePattern parseListed(String text) {
    if (text.startsWith("*.")) {
      return new Below(DomainName.normalize(text.substring(2)));
    }
    boolean dotted = text.length() > 1 && text.startsWith(".");
    return new Suffix(DomainName.normalize(dotted ? text.substring(1) : text));
  }

  private static void requireNormal(String name) {
    if (!DomainName.isNormal(name)) {
      throw new IllegalArgumentException("'" + name + "' is not a normalized domain name");
    }
  }
}
