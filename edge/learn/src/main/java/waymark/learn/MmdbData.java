package waymark.learn;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the values in a section of an MMDB file, by the MaxMind DB File Format Specification 2.0,
 * "Data Section".
 *
 * <p>Pointers may lead anywhere, even in cycles: a value has at most {@value #DEEPEST} levels and
 * {@value #MOST} values.
 */
final class MmdbData {
  private static final int DEEPEST = 16;
  private static final int MOST = 1024;
  private static final int LONGEST_TEXT = 4096;

  private static final int POINTER = 1;
  private static final int TEXT = 2;
  private static final int DOUBLE = 3;
  private static final int BYTES = 4;
  private static final int UINT16 = 5;
  private static final int UINT32 = 6;
  private static final int MAP = 7;
  private static final int INT32 = 8;
  private static final int UINT64 = 9;
  private static final int UINT128 = 10;
  private static final int ARRAY = 11;
  private static final int BOOLEAN = 14;
  private static final int FLOAT = 15;

  private final byte[] file;
  private final int start;
  private final int end;

  /**
   * A section of a file.
   *
   * @param file the whole file; never modified
   * @param start where the section begins, and the base of its pointers
   * @param end where it ends
   */
  MmdbData(byte[] file, int start, int end) {
    this.file = file;
    this.start = start;
    this.end = end;
  }

  /**
   * The value at an offset from the section's start.
   *
   * @throws LearnException when there is no valid value
   */
  MmdbValue value(int offset) {
    return new Reading(at(offset)).value(0);
  }

  private int at(long offset) {
    if (offset < 0 || offset >= end - start) {
      throw new LearnException("a value lies beyond the data section, at " + offset);
    }
    return start + (int) offset;
  }

  /** Reads one value. */
  private final class Reading {
    private int at;
    private int values;

    Reading(int at) {
      this.at = at;
    }

    MmdbValue value(int depth) {
      values++;
      if (depth > DEEPEST || values > MOST) {
        throw broken("a value that is too deep or too large");
      }
      int control = next();
      int type = control >>> 5;
      if (type == POINTER) {
        return pointed(control, depth);
      }
      if (type == 0) {
        type = next() + 7;
      }
      int size = size(control & 31);
      return switch (type) {
        case TEXT -> new MmdbValue.Text(text(size));
        case UINT16, UINT32, INT32, UINT64 -> new MmdbValue.Whole(number(size, type));
        case MAP -> section(size, depth);
        case ARRAY -> items(size, depth);
        case BOOLEAN -> new MmdbValue.Other(type);
        case DOUBLE, BYTES, UINT128, FLOAT -> {
          skip(size);
          yield new MmdbValue.Other(type);
        }
        default -> throw broken("a value of the unknown type " + type);
      };
    }

    private MmdbValue pointed(int control, int depth) {
      int bytes = (control >>> 3 & 3) + 1;
      long value = bytes == 4 ? 0 : control & 7;
      for (int i = 0; i < bytes; i++) {
        value = value << 8 | next();
      }
      long target = value + (bytes == 2 ? 2048 : bytes == 3 ? 526_336 : 0);
      int after = at;
      at = at(target);
      MmdbValue pointed = value(depth + 1);
      at = after;
      return pointed;
    }

    private int size(int bits) {
      return switch (bits) {
        case 29 -> 29 + next();
        case 30 -> 285 + (next() << 8 | next());
        case 31 -> 65_821 + (next() << 16 | next() << 8 | next());
        default -> bits;
      };
    }

    private MmdbValue section(int size, int depth) {
      Map<String, MmdbValue> entries = new HashMap<>();
      for (int i = 0; i < size; i++) {
        if (!(value(depth + 1) instanceof MmdbValue.Text(String key))) {
          throw broken("a map with a key that is not a text");
        }
        entries.put(key, value(depth + 1));
      }
      return new MmdbValue.Section(entries);
    }

    private MmdbValue items(int size, int depth) {
      List<MmdbValue> items = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        items.add(value(depth + 1));
      }
      return new MmdbValue.Items(items);
    }

    private String text(int size) {
      if (size > LONGEST_TEXT) {
        throw broken("a text of " + size + " bytes");
      }
      int from = at;
      skip(size);
      return new String(file, from, size, StandardCharsets.UTF_8);
    }

    private long number(int size, int type) {
      if (size > (type == UINT64 ? 8 : type == UINT16 ? 2 : 4)) {
        throw broken("a number of " + size + " bytes");
      }
      long number = 0;
      for (int i = 0; i < size; i++) {
        number = number << 8 | next();
      }
      return type == INT32 ? (int) number : number;
    }

    private int next() {
      if (at >= end) {
        throw broken("an incomplete value");
      }
      return file[at++] & 0xff;
    }

    private void skip(int size) {
      if (size > end - at) {
        throw broken("an incomplete value");
      }
      at += size;
    }

    private LearnException broken(String what) {
      return new LearnException(what + ", at byte " + at);
    }
  }
}
