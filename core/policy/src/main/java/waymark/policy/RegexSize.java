package waymark.policy;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How large a regular expression becomes when its counted repeats are written out: {@code
 * (a{10}){10}} is a hundred. RE2/J writes them out, without a bound on nested ones.
 */
final class RegexSize {
  /** Also what a sum or a product stops at. */
  private static final long ENDLESS = 1L << 30;

  private final String text;
  private final Deque<Long> outer = new ArrayDeque<>();
  private int at;

  /** Of the sequence that is being read, without its last part. */
  private long before;

  /** Of the part that a repeat would repeat. */
  private long last;

  private RegexSize(String text) {
    this.text = text;
  }

  /** An upper bound, of an expression that may be wrong. */
  static long of(String text) {
    return new RegexSize(text).measure();
  }

  private long measure() {
    while (at < text.length()) {
      char c = text.charAt(at++);
      switch (c) {
        case '(' -> {
          outer.push(before + last);
          before = 0;
          last = 1;
        }
        case ')' -> {
          last = Math.min(ENDLESS, before + last);
          before = outer.isEmpty() ? 0 : outer.pop();
        }
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
    long size = before + last;
    for (long each : outer) {
      size += each;
    }
    return Math.min(ENDLESS, size);
  }

  private void part() {
    before = Math.min(ENDLESS, before + last);
    last = 1;
  }

  /** Takes <code>{2,5}</code> as the greater number; another brace is a character. */
  private void repeat() {
    int end = text.indexOf('}', at);
    long most = 1;
    long number = 0;
    for (int i = at; i < end; i++) {
      char c = text.charAt(i);
      if (c != ',' && (c < '0' || c > '9')) {
        part();
        return;
      }
      number = c == ',' ? 0 : Math.min(ENDLESS, number * 10 + c - '0');
      most = Math.max(most, number);
    }
    last = Math.min(ENDLESS, last * most);
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

  /** Braces behind an escape are of its own; quoted text has no repeats. */
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
