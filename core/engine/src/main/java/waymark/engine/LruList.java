package waymark.engine;

import org.jspecify.annotations.Nullable;

/**
 * The leases of one rule that one client asked for, in the order of their last sightings, the
 * longest unseen first: a list through the leases themselves.
 */
final class LruList {
  final int client;
  private @Nullable Lease oldest;
  private @Nullable Lease youngest;
  private int size;

  /** A bit for each {@link Use} that none of them was found to have since the last scan. */
  private int lacking;

  LruList(int client) {
    this.client = client;
  }

  int size() {
    return size;
  }

  @Nullable Lease oldest() {
    return oldest;
  }

  /** Whether no lease of this use was found since the last scan. */
  boolean isLacking(Use use) {
    return (lacking & use.bit) != 0;
  }

  void lack(Use use) {
    lacking |= use.bit;
  }

  /** There was a scan of the connections. */
  void scanned() {
    lacking = 0;
  }

  /** One that was just seen. */
  void add(Lease lease) {
    lease.older = youngest;
    if (youngest == null) {
      oldest = lease;
    } else {
      youngest.younger = lease;
    }
    youngest = lease;
    size++;
    // What was just seen is not idle.
    lacking &= Use.IDLE.bit;
  }

  void remove(Lease lease) {
    if (lease.older == null) {
      oldest = lease.younger;
    } else {
      lease.older.younger = lease.younger;
    }
    if (lease.younger == null) {
      youngest = lease.older;
    } else {
      lease.younger.older = lease.older;
    }
    lease.older = null;
    lease.younger = null;
    size--;
  }

  void seenAgain(Lease lease) {
    remove(lease);
    add(lease);
  }
}
