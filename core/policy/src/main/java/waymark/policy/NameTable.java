package waymark.policy;

import java.util.Arrays;
import java.util.List;

/**
 * The exact, suffix and below patterns of all rules in one hash table over the rules' own packed
 * texts.
 *
 * <p>A place is the index of a pattern in the packed texts of all rules laid end to end. A name is
 * hashed from its right end, and looked up at every label boundary:
 *
 * <pre>
 *   www . video . example        slots  0, or some bits of the hash and a reference: 1 + a place,
 *                 └────── 1             or beyond all places a cell, where patterns share the name
 *         └────────────── 2      cells  a place and the next cell, -1 behind the last
 *   └──────────────────── 3
 * </pre>
 *
 * The cost of a lookup is the memory that it waits for. So the slots of all labels are loaded
 * before the first is examined, and a text is read only if the bits of the hash agree.
 */
final class NameTable {
  private static final long FACTOR = 0x9e3779b97f4a7c15L;

  private final List<Rule> rules;
  private final byte[][] packed;
  private final int[] starts;
  private final int places;
  private final int[] slots;
  private final int shift;
  private final int reference;
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
    places = (int) bytes;
    // A cell takes two numbers, and there are never more cells than names.
    reference = bits(1 + bytes + 2 * names);
    // At most two thirds full.
    int size = Math.max(4, bits(names + (names >> 1)));
    shift = 64 - size;
    slots = new int[1 << size];
    for (int i = 0; i < packed.length; i++) {
      for (int at = 0; at < packed[i].length; at += Names.HEADER + (packed[i][at + 1] & 0xff)) {
        insert(i, at);
      }
    }
    cells = Arrays.copyOf(cells, cellsEnd);
  }

  private static int bits(long number) {
    return 64 - Long.numberOfLeadingZeros(number);
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
    int slot = (int) (mixed >>> shift);
    while (slots[slot] != 0) {
      if (agrees(slots[slot], mixed) && holds(head(slots[slot]), text, from, length)) {
        share(slot, rule, at);
        return;
      }
      slot = (slot + 1) & (slots.length - 1);
    }
    slots[slot] = value(mixed, starts[rule] + at);
  }

  private int value(long mixed, int head) {
    return (int) ((mixed >>> 8) << reference) | (head + 1);
  }

  private boolean agrees(int value, long mixed) {
    // The shift is one of an int: references never take all 32 bits.
    return (value ^ (int) ((mixed >>> 8) << reference)) >>> reference == 0;
  }

  /** The place that a slot refers to, or the number of all places plus the cell. */
  private int head(int value) {
    return (value & ((1 << reference) - 1)) - 1;
  }

  private int first(int head) {
    return head < places ? head : cells[head - places];
  }

  private boolean holds(int head, byte[] text, int from, int length) {
    int place = first(head);
    int rule = ruleOf(place);
    byte[] other = packed[rule];
    int at = place - starts[rule] + Names.HEADER;
    return (other[at - 1] & 0xff) == length
        && Arrays.equals(other, at, at + length, text, from, from + length);
  }

  /** Adds a pattern to a slot that already has its name; the newest comes first. */
  private void share(int slot, int rule, int at) {
    int value = slots[slot];
    int head = head(value);
    int next;
    if (head < places) {
      if (repeats(head, rule, at)) {
        return;
      }
      next = cell(head, -1);
    } else {
      next = head - places;
      for (int cell = next; cell >= 0 && cells[cell] >= starts[rule]; cell = cells[cell + 1]) {
        if (repeats(cells[cell], rule, at)) {
          return;
        }
      }
    }
    int newest = places + cell(starts[rule] + at, next);
    slots[slot] = (value & (-1 << reference)) | (newest + 1);
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

  /** Adds the claims to the name, which may have capitals and a final dot. */
  Claims match(String name, Claims claims) {
    int end = name.length();
    if (end > 1 && name.charAt(end - 1) == '.') {
      end--;
    }
    return match(name, end, end, 0, 1, claims);
  }

  /**
   * Adds the claims to the name's suffix that begins with the label before {@code dot}, and to all
   * longer suffixes. All of them end at {@code end}.
   */
  private Claims match(String name, int dot, int end, long hash, int labels, Claims claims) {
    long rolled = hash;
    int i = dot - 1;
    while (i >= 0) {
      char c = name.charAt(i);
      if (c == '.') {
        break;
      }
      rolled = (rolled ^ DomainName.lower(c)) * FACTOR;
      i--;
    }
    long mixed = mix(rolled);
    int slot = (int) (mixed >>> shift);
    int value = slots[slot];
    Claims found = claims;
    if (i >= 0 && end - i <= DomainName.MAX_LENGTH) {
      // Recurses before it examines the value, so that the loads of all labels overlap.
      found = match(name, i, end, (rolled ^ '.') * FACTOR, labels + 1, claims);
    }
    while (value != 0) {
      if (agrees(value, mixed) && holds(head(value), name, i + 1, end)) {
        return claim(head(value), i < 0, labels, found);
      }
      slot = (slot + 1) & (slots.length - 1);
      value = slots[slot];
    }
    return found;
  }

  private boolean holds(int head, String name, int from, int end) {
    int place = first(head);
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

  private Claims claim(int head, boolean whole, int labels, Claims claims) {
    if (head < places) {
      return claimPlace(head, whole, labels, claims);
    }
    Claims found = claims;
    for (int cell = head - places; cell >= 0; cell = cells[cell + 1]) {
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

  /**
   * The last rule that starts at or before the place. A rule without names starts where the next
   * rule starts.
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
}
