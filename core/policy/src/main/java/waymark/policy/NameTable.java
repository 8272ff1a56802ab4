package waymark.policy;

import java.util.Arrays;
import java.util.List;

/**
 * The exact, suffix and below patterns of all rules in one hash table over the rules' own packed
 * texts.
 *
 * <p>A place is the index of a pattern in the packed texts of all rules laid end to end. A name is
 * hashed from its right end, and looked up at every label boundary on the way:
 *
 * <pre>
 *   www . video . example        tags   one byte a slot, 0: empty; most misses end here
 *                 └────── 1      slots  a place, or ~(a cell) where several patterns have the name
 *         └────────────── 2      cells  a place and the next cell, -1 behind the last
 *   └──────────────────── 3
 * </pre>
 */
final class NameTable {
  private static final long FACTOR = 0x9e3779b97f4a7c15L;

  private final List<Rule> rules;
  private final byte[][] packed;
  private final int[] starts;
  private final byte[] tags;
  private final int[] slots;
  private final int shift;
  private int[] cells = new int[0];
  private int cellsEnd;

  NameTable(List<Rule> rules) {
    this.rules = rules;
    packed = new byte[rules.size()][];
    starts = new int[rules.size()];
    long names = 0;
    long bytes = 0;
    for (int i = 0; i < packed.length; i++) {
      packed[i] = rules.get(i).names().packed();
      starts[i] = (int) bytes;
      names += rules.get(i).names().size();
      bytes += packed[i].length;
      if (bytes > 1 << 30) {
        throw new IllegalArgumentException("the names of all rules take more than 1 GiB");
      }
    }
    // At most two thirds full.
    int bits = Math.max(4, 64 - Long.numberOfLeadingZeros(names + (names >> 1)));
    shift = 64 - bits;
    tags = new byte[1 << bits];
    slots = new int[1 << bits];
    for (int i = 0; i < packed.length; i++) {
      for (int at = 0; at < packed[i].length; at += Names.HEADER + (packed[i][at + 1] & 0xff)) {
        insert(i, at);
      }
    }
    cells = Arrays.copyOf(cells, cellsEnd);
  }

  private void insert(int rule, int at) {
    byte[] text = packed[rule];
    int length = text[at + 1] & 0xff;
    int from = at + Names.HEADER;
    long hash = 0;
    for (int i = from + length - 1; i >= from; i--) {
      hash = (hash ^ text[i]) * FACTOR;
    }
    long mixed = mix(hash);
    byte tag = tag(mixed);
    int slot = (int) (mixed >>> shift);
    while (tags[slot] != 0) {
      if (tags[slot] == tag && holds(slot, text, from, length)) {
        share(slot, rule, at);
        return;
      }
      slot = slot + 1 & tags.length - 1;
    }
    tags[slot] = tag;
    slots[slot] = starts[rule] + at;
  }

  private boolean holds(int slot, byte[] text, int from, int length) {
    int place = first(slot);
    int rule = ruleOf(place);
    byte[] other = packed[rule];
    int at = place - starts[rule] + Names.HEADER;
    return (other[at - 1] & 0xff) == length
        && Arrays.equals(other, at, at + length, text, from, from + length);
  }

  /** Adds a pattern to a slot that has its name already; the newest first. */
  private void share(int slot, int rule, int at) {
    int head = slots[slot];
    if (head >= 0) {
      if (repeats(head, rule, at)) {
        return;
      }
      head = ~cell(head, -1);
    } else {
      for (int cell = ~head; cell >= 0 && cells[cell] >= starts[rule]; cell = cells[cell + 1]) {
        if (repeats(cells[cell], rule, at)) {
          return;
        }
      }
    }
    slots[slot] = ~cell(starts[rule] + at, ~head);
  }

  private boolean repeats(int place, int rule, int at) {
    return place >= starts[rule] && packed[rule][place - starts[rule]] == packed[rule][at];
  }

  private int cell(int place, int next) {
    if (cellsEnd == cells.length) {
      cells = Arrays.copyOf(cells, Math.max(16, cellsEnd * 2));
    }
    cells[cellsEnd] = place;
    cells[cellsEnd + 1] = next;
    cellsEnd += 2;
    return cellsEnd - 2;
  }

  /** Adds the claims to the name; it may hold capitals and end with a dot. */
  Claims match(String name, Claims claims) {
    Claims found = claims;
    int end = name.length();
    if (end > 1 && name.charAt(end - 1) == '.') {
      end--;
    }
    long hash = 0;
    int labels = 0;
    for (int i = end - 1; i >= -1; i--) {
      char c = i < 0 ? '.' : DomainName.lower(name.charAt(i));
      if (c == '.') {
        labels++;
        long mixed = mix(hash);
        byte tag = tag(mixed);
        int slot = (int) (mixed >>> shift);
        while (tags[slot] != 0) {
          if (tags[slot] == tag && holds(slot, name, i + 1, end)) {
            found = claim(slot, i < 0, labels, found);
            break;
          }
          slot = slot + 1 & tags.length - 1;
        }
      }
      hash = (hash ^ c) * FACTOR;
    }
    return found;
  }

  private boolean holds(int slot, String name, int from, int end) {
    int place = first(slot);
    int rule = ruleOf(place);
    byte[] text = packed[rule];
    int at = place - starts[rule] + Names.HEADER;
    if ((text[at - 1] & 0xff) != end - from) {
      return false;
    }
    for (int i = end - 1; i >= from; i--) {
      if (text[at + i - from] != DomainName.lower(name.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private Claims claim(int slot, boolean whole, int labels, Claims claims) {
    int head = slots[slot];
    if (head >= 0) {
      return claimPlace(head, whole, labels, claims);
    }
    Claims found = claims;
    for (int cell = ~head; cell >= 0; cell = cells[cell + 1]) {
      found = claimPlace(cells[cell], whole, labels, found);
    }
    return found;
  }

  private Claims claimPlace(int place, boolean whole, int labels, Claims claims) {
    int rule = ruleOf(place);
    int at = place - starts[rule];
    int kind = packed[rule][at];
    if ((kind == Names.EXACT && !whole) || (kind == Names.BELOW && whole)) {
      return claims;
    }
    Specificity specificity =
        kind == Names.EXACT
            ? Specificity.EXACT
            : kind == Names.SUFFIX ? Specificity.SUFFIX : Specificity.BELOW;
    Rule owner = rules.get(rule);
    long precedence = Precedence.ofName(owner.weight(), rule, specificity, labels);
    return claims.with(new Claim(owner, specificity, precedence, at));
  }

  private int first(int slot) {
    int head = slots[slot];
    return head >= 0 ? head : cells[~head];
  }

  /**
   * The last rule that starts at or before the place: rules without names start where the next
   * does.
   */
  private int ruleOf(int place) {
    int low = 0;
    int high = starts.length - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (starts[middle] <= place) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  private static long mix(long hash) {
    return (hash ^ hash >>> 32) * FACTOR;
  }

  private static byte tag(long mixed) {
    return (byte) (mixed >>> 8 | 1);
  }
}
