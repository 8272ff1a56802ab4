package waymark.policy;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The size and the depth of a regular expression after its counted repeats are written out: {@code
 * (a{10}){10}} has a hundred parts. RE2/J writes repeats out without a bound on nested ones, and
 * descends into them by recursion.
 */
final class RegexSize {
  /** Sums and products saturate here. */
  private static final long ENDLESS = 1L << 30;

  /** The parts that a group adds to its content: its beginning, its end, and an empty match. */
  private static final int GROUP = 3;

  private final String text;
  private final Deque<Outer> outer = new ArrayDeque<>();
  private int at;

  /** The parts of the current sequence, without its last part. */
  private long before;

  private long deepest;

  /** The parts of the last part, which a repeat would repeat. */
  private long last;

  private long lastDepth;

  /** The sequence around the current group. */
  private record Outer(long parts, long depth) {}

  private RegexSize(String text) {
    this.text = text;
  }

  /** Upper bounds for an expression, which may be invalid. */
  static RegexSize of(String text) {
    RegexSize size = new RegexSize(text);
    size.measure();
    return size;
  }

  /** The number of parts after repeats are written out. */
  long parts() {
    return before;
  }

  /** The nesting of groups and optional repeats: {@code a{0,3}} is (a(a(a)?)?)?. */
  long depth() {
    return deepest;
  }

  private void measure() {
    while (at < text.length()) {
      char c = text.charAt(at++);
      switch (c) {
        case '(' -> {
          part();
          outer.push(new Outer(before, deepest));
          before = 0;
          deepest = 0;
        }
        case ')' -> endGroup();
        case '{' -> repeat();
        case '[' -> {
          skipClass();
          part();
        }
        case '\\' -> {
          skipEscape();
          part();
        }
        default -> part();
      }
    }
    while (!outer.isEmpty()) {
      endGroup();
    }
    part();
  }

  private void endGroup() {
    part();
    last = Math.min(ENDLESS, before + GROUP);
    lastDepth = 1 + deepest;
    Outer around = outer.isEmpty() ? new Outer(0, 0) : outer.pop();
    before = around.parts();
    deepest = around.depth();
  }

  private void part() {
    before = Math.min(ENDLESS, before + last);
    deepest = Math.max(deepest, lastDepth);
    last = 1;
    lastDepth = 0;
  }

  /** Reads <code>{2,5}</code>; any other brace is a literal. */
  private void repeat() {
    int end = text.indexOf('}', at);
    long least = 0;
    long most = 0;
    boolean comma = false;
    for (int i = at; i < end; i++) {
      char c = text.charAt(i);
      if (c == ',') {
        comma = true;
        least = most;
        most = 0;
      } else if (c >= '0' && c <= '9') {
        most = Math.min(ENDLESS, most * 10 + c - '0');
      } else {
        part();
        return;
      }
    }
    last = Math.min(ENDLESS, last * Math.max(1, Math.max(least, most)));
    lastDepth = Math.min(ENDLESS, lastDepth + (comma ? Math.max(1, most - least) : 1));
    at = Math.max(at, end + 1);
  }

  private void skipClass() {
    at += text.startsWith("^", at) ? 1 : 0;
    at += text.startsWith("]", at) ? 1 : 0;
    while (at < text.length() && text.charAt(at) != ']') {
      if (text.startsWith("[:", at) && text.indexOf(":]", at) > 0) {
        at = text.indexOf(":]", at) + 1;
      } else if (text.charAt(at) == '\\') {
        at++;
      }
      at++;
    }
    at++;
  }

  /** Braces after an escape belong to it; quoted text has no repeats. */
  private void skipEscape() {
    char kind = at < text.length() ? text.charAt(at) : 0;
    at++;
    if (kind == 'Q') {
      int end = text.indexOf("\\E", at);
      at = end < 0 ? text.length() : end + 2;
    } else if ((kind == 'p' || kind == 'P' || kind == 'x') && text.startsWith("{", at)) {
      int end = text.indexOf('}', at);
      at = end < 0 ? text.length() : end + 1;
    }
  }
}
