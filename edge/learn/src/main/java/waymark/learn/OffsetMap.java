package waymark.learn;

import java.util.Arrays;

/** A map from offsets to small numbers, without an object per entry. */
final class OffsetMap {
  /** The result of {@link #get} for an unknown offset. */
  static final int ABSENT = Integer.MIN_VALUE;

  private int[] keys = new int[1024];
  private int[] values = new int[1024];
  private int size;

  OffsetMap() {
    Arrays.fill(keys, -1);
  }

  int get(int offset) {
    int place = place(offset);
    return keys[place] == offset ? values[place] : ABSENT;
  }

  /**
   * Sets the number of an offset.
   *
   * @param offset 0 or more
   */
  void put(int offset, int value) {
    if (size * 2 >= keys.length) {
      grow();
    }
    int place = place(offset);
    if (keys[place] != offset) {
      keys[place] = offset;
      size++;
    }
    values[place] = value;
  }

  private void grow() {
    int[] oldKeys = keys;
    int[] oldValues = values;
    keys = new int[oldKeys.length * 2];
    values = new int[keys.length];
    Arrays.fill(keys, -1);
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] >= 0) {
        int place = place(oldKeys[i]);
        keys[place] = oldKeys[i];
        values[place] = oldValues[i];
      }
    }
  }

  private int place(int offset) {
    int place = ((offset * 0x9e3779b9) >>> 7) & (keys.length - 1);
    while (keys[place] >= 0 && keys[place] != offset) {
      place = (place + 1) & (keys.length - 1);
    }
    return place;
  }
}
