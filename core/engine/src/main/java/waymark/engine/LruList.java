package waymark.engine;

import org.jspecify.annotations.Nullable;

/**
 * The leases of one rule in the order of their last sightings, the longest unseen first: a list
 * through the leases themselves.
 */
final class LruList {
  private @Nullable Lease oldest;
  private @Nullable Lease youngest;
  private int size;

  /** Whether all were found to be in use, and no scan of the connections has been since. */
  boolean allUsed;

  int size() {
    return size;
  }

  @Nullable Lease oldest() {
    return oldest;
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
    if (lease != youngest) {
      remove(lease);
      add(lease);
    }
  }
}
