package waymark.kernel.accounting;

import org.jspecify.annotations.Nullable;

/**
 * The counters of each connection at the last scan, in a hash table with open addressing: a hundred
 * thousand objects per scan would keep the garbage collector busy, and delay held answers.
 */
final class FlowTable {
  private static final int SMALLEST = 1 << 10;

  /** A connection is kept for one more scan when one does not show it: the kernel may miss it. */
  private static final int LOOKS_KEPT = 2;

  private static final int COUNTS = 4;

  private long[] keys = new long[SMALLEST];

  /** The last scan that showed the connection; 0 for a free slot. */
  private int[] looks = new int[SMALLEST];

  private long[] counts = new long[SMALLEST * COUNTS];
  private @Nullable Account[] accounts = new @Nullable Account[SMALLEST];
  private int used;
  private int look = LOOKS_KEPT;

  /** Begins a scan of all connections. */
  void begin() {
    look++;
  }

  /** The number of connections in the table, including some that have ended. */
  int size() {
    return used;
  }

  /** The slot of a connection; negative when it is unknown. */
  int find(long key) {
    int slot = slot(key);
    while (looks[slot] != 0) {
      if (keys[slot] == key) {
        return slot;
      }
      slot = (slot + 1) & (keys.length - 1);
    }
    return -1;
  }

  /** Adds an unknown connection, with counters of 0, and returns its slot. */
  int add(long key, Account account) {
    if (used * 2 >= keys.length) {
      rebuild(keys.length * 2);
    }
    int slot = free(key);
    keys[slot] = key;
    looks[slot] = look;
    accounts[slot] = account;
    used++;
    return slot;
  }

  private int free(long key) {
    int slot = slot(key);
    while (looks[slot] != 0) {
      slot = (slot + 1) & (keys.length - 1);
    }
    return slot;
  }

  Account account(int slot) {
    Account account = accounts[slot];
    if (account == null) {
      throw new IllegalStateException("slot " + slot + " is free");
    }
    return account;
  }

  void assign(int slot, Account account) {
    accounts[slot] = account;
  }

  /** Sets the counters of a connection, and adds the difference to its account. */
  void carry(int slot, long sent, long received, long sentPackets, long receivedPackets) {
    looks[slot] = look;
    int at = slot * COUNTS;
    boolean anew = sentPackets < counts[at + 2] || receivedPackets < counts[at + 3];
    account(slot)
        .add(
            sent - (anew ? 0 : counts[at]),
            received - (anew ? 0 : counts[at + 1]),
            sentPackets - (anew ? 0 : counts[at + 2]),
            receivedPackets - (anew ? 0 : counts[at + 3]));
    counts[at] = sent;
    counts[at + 1] = received;
    counts[at + 2] = sentPackets;
    counts[at + 3] = receivedPackets;
  }

  /** Sets the counters of a connection without adding the traffic to its account. */
  void ignore(int slot, long sent, long received, long sentPackets, long receivedPackets) {
    int at = slot * COUNTS;
    counts[at] = sent;
    counts[at + 1] = received;
    counts[at + 2] = sentPackets;
    counts[at + 3] = receivedPackets;
  }

  /** Removes connections that the last scans did not show, once there are enough of them. */
  void end() {
    int length = keys.length;
    int living = 0;
    for (int i = 0; i < keys.length; i++) {
      living += isKept(i) ? 1 : 0;
    }
    while (length > SMALLEST && living * 8 < length) {
      length /= 2;
    }
    if ((used - living) * 4 > used || length < keys.length) {
      rebuild(length);
    }
  }

  private boolean isKept(int slot) {
    return looks[slot] != 0 && look - looks[slot] < LOOKS_KEPT;
  }

  private void rebuild(int length) {
    long[] oldKeys = keys;
    int[] oldLooks = looks;
    long[] oldCounts = counts;
    @Nullable Account[] oldAccounts = accounts;
    keys = new long[length];
    looks = new int[length];
    counts = new long[length * COUNTS];
    accounts = new @Nullable Account[length];
    used = 0;
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldLooks[i] != 0 && look - oldLooks[i] < LOOKS_KEPT) {
        int slot = free(oldKeys[i]);
        keys[slot] = oldKeys[i];
        looks[slot] = oldLooks[i];
        accounts[slot] = oldAccounts[i];
        System.arraycopy(oldCounts, i * COUNTS, counts, slot * COUNTS, COUNTS);
        used++;
      }
    }
  }

  private int slot(long key) {
    return (int) (key ^ key >>> 32) & (keys.length - 1);
  }
}
