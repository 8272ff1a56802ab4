package waymark.kernel.accounting;

import org.jspecify.annotations.Nullable;

/**
 * How much each connection had carried when it was last looked at: open addressing over a hash of
 * what names the connection, because a hundred thousand objects a look would keep the garbage
 * collector busy, and held answers with it.
 */
final class FlowTable {
  private static final int SMALLEST = 1 << 10;

  /** A connection that a look does not show is kept for one more: the kernel's walk may miss it. */
  private static final int LOOKS_KEPT = 2;

  private static final int COUNTS = 4;

  private long[] keys = new long[SMALLEST];

  /** The look that showed it last; 0: the slot is free. */
  private int[] looks = new int[SMALLEST];

  private long[] counts = new long[SMALLEST * COUNTS];
  private @Nullable Account[] accounts = new @Nullable Account[SMALLEST];
  private int used;
  private int look = LOOKS_KEPT;

  /** A new look at all connections begins. */
  void begin() {
    look++;
  }

  /** The connections that the last looks showed, and some more. */
  int size() {
    return used;
  }

  /** The slot of a connection; negative when it is not known. */
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

  /** Makes a slot for a connection that is not known, with nothing carried. */
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

  /** Sets what a connection has carried; what is new of it goes into its account. */
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

  /** Sets what a connection has carried before anybody counted. */
  void ignore(int slot, long sent, long received, long sentPackets, long receivedPackets) {
    int at = slot * COUNTS;
    counts[at] = sent;
    counts[at + 1] = received;
    counts[at + 2] = sentPackets;
    counts[at + 3] = receivedPackets;
  }

  /** Drops what the last looks did not show, once that is worth the work. */
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
