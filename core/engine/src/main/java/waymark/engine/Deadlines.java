package waymark.engine;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Leases by the second in which they are due: a hashed timing wheel of about one turn an hour,
 * whose slots are lists through the leases themselves.
 */
final class Deadlines {
  private static final int SLOTS = 4096;

  private final @Nullable Lease[] slots = new @Nullable Lease[SLOTS];
  private long second;

  /**
   * @param now milliseconds; nothing due before it is ever added
   */
  Deadlines(long now) {
    second = now / 1000;
  }

  void add(Lease lease) {
    // Rounded up: a lease is never due early.
    int slot = slot(Math.max(lease.due() / 1000 + 1, second + 1));
    Lease first = slots[slot];
    lease.dueSlot = slot;
    lease.nextDue = first;
    if (first != null) {
      first.previousDue = lease;
    }
    slots[slot] = lease;
  }

  /** Takes one out that has ended before its time, if it is in. */
  void remove(Lease lease) {
    if (lease.dueSlot == Lease.NO_SLOT) {
      return;
    }
    if (lease.previousDue == null) {
      slots[lease.dueSlot] = lease.nextDue;
    } else {
      lease.previousDue.nextDue = lease.nextDue;
    }
    if (lease.nextDue != null) {
      lease.nextDue.previousDue = lease.previousDue;
    }
    unlink(lease);
  }

  /** Takes out what is due by {@code now}. */
  void advance(long now, Consumer<Lease> due) {
    long until = now / 1000;
    long steps = Math.min(until - second, SLOTS);
    for (long s = until - steps + 1; s <= until; s++) {
      Lease lease = slots[slot(s)];
      slots[slot(s)] = null;
      second = s;
      while (lease != null) {
        Lease next = lease.nextDue;
        unlink(lease);
        if (lease.due() <= now) {
          due.accept(lease);
        } else {
          add(lease);
        }
        lease = next;
      }
    }
    second = Math.max(second, until);
  }

  private static void unlink(Lease lease) {
    lease.dueSlot = Lease.NO_SLOT;
    lease.nextDue = null;
    lease.previousDue = null;
  }

  private static int slot(long second) {
    return (int) (second & (SLOTS - 1));
  }
}
