package waymark.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * The name patterns of one rule, packed: each takes about two bytes more than its text.
 *
 * <p>All patterns except regular expressions are in one array: one byte for the kind, one for the
 * length, then the name in ASCII.
 */
public final class Names implements Iterable<NamePattern> {
  /** No names. */
  public static final Names NONE = new Builder().build();

  static final int EXACT = 0;
  static final int SUFFIX = 1;
  static final int BELOW = 2;

  /** Bytes before a name's text. */
  static final int HEADER = 2;

  private final byte[] packed;
  private final List<NamePattern.Regex> regexes;
  private final int size;
  private final int hash;

  private Names(byte[] packed, List<NamePattern.Regex> regexes, int size) {
    this.packed = packed;
    this.regexes = regexes;
    this.size = size;
    this.hash = Arrays.hashCode(packed) * 31 + regexes.hashCode();
  }

  /** Packs these patterns. */
  public static Names of(Iterable<? extends NamePattern> patterns) {
    Builder builder = new Builder();
    for (NamePattern pattern : patterns) {
      builder.add(pattern);
    }
    return builder.build();
  }

  /** Takes patterns one by one and keeps only their packed form. */
  public static final class Builder {
    private final List<NamePattern.Regex> regexes = new ArrayList<>();
    private byte[] packed = new byte[64];
    private int length;
    private int size;

    /** A builder without patterns. */
    public Builder() {}

    /** Adds a pattern. */
    public Builder add(NamePattern pattern) {
      size++;
      switch (pattern) {
        case NamePattern.Exact(String name) -> add(EXACT, name);
        case NamePattern.Suffix(String name) -> add(SUFFIX, name);
        case NamePattern.Below(String name) -> add(BELOW, name);
        case NamePattern.Regex regex -> regexes.add(regex);
      }
      return this;
    }

    private void add(int kind, String name) {
      int end = length + HEADER + name.length();
      if (end > packed.length) {
        packed = Arrays.copyOf(packed, Math.max(end, packed.length + (packed.length >> 1)));
      }
      packed[length] = (byte) kind;
      packed[length + 1] = (byte) name.length();
      for (int i = 0; i < name.length(); i++) {
        packed[length + HEADER + i] = (byte) name.charAt(i);
      }
      length = end;
    }

    /** The patterns added so far. */
    public Names build() {
      return new Names(Arrays.copyOf(packed, length), List.copyOf(regexes), size);
    }
  }

  /** The number of patterns. */
  public int size() {
    return size;
  }

  /** The regular expressions. */
  List<NamePattern.Regex> regexes() {
    return regexes;
  }

  /** The other patterns, packed; the caller must not modify the array. */
  byte[] packed() {
    return packed;
  }

  /** The pattern at a place in {@link #packed}. */
  NamePattern at(int place) {
    int length = packed[place + 1] & 0xff;
    char[] text = new char[length];
    for (int i = 0; i < length; i++) {
      text[i] = (char) packed[place + HEADER + i];
    }
    String name = new String(text);
    return switch (packed[place]) {
      case EXACT -> new NamePattern.Exact(name);
      case SUFFIX -> new NamePattern.Suffix(name);
      case BELOW -> new NamePattern.Below(name);
      default -> throw new IllegalStateException("no pattern at " + place);
    };
  }

  /**
   * Every pattern in the order in which it was added, except that regular expressions come last.
   */
  @Override
  public Iterator<NamePattern> iterator() {
    return new Iterator<>() {
      private int place;
      private int regex;

      @Override
      public boolean hasNext() {
        return place < packed.length || regex < regexes.size();
      }

      @Override
      public NamePattern next() {
        if (place < packed.length) {
          NamePattern pattern = at(place);
          place += HEADER + (packed[place + 1] & 0xff);
          return pattern;
        }
        if (regex < regexes.size()) {
          return regexes.get(regex++);
        }
        throw new NoSuchElementException();
      }
    };
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof Names that
            && hash == that.hash
            && Arrays.equals(packed, that.packed)
            && regexes.equals(that.regexes));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return size + " names";
  }
}
