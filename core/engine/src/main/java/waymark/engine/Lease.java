package waymark.engine;

import org.jspecify.annotations.Nullable;
import waymark.policy.Claim;

/** One address held for one rule because of one name, until a time. Times are in milliseconds. */
final class Lease {
  static final int NO_SLOT = -1;

  final AddressEntry addressEntry;
  final NameEntry nameEntry;
  Claim claim;

  /** When the last sighting was. */
  long seen;

  /** When the record ends, or when the address was last used if that is later. */
  long expires;

  /** The expiry that the lease store knows. */
  long stored;

  /** When a scan last found a connection while it drained. */
  long used;

  /** Past its time, and kept only for the connections that still use the address. */
  boolean draining;

  /** Whether it is in the list of those that drain, or has been since the last scan. */
  boolean listed;

  /** Scans in a row that found no connection while it drained. */
  byte scansUnused;

  boolean ended;

  /** Its slot in {@link Deadlines}, and its neighbours there. */
  int dueSlot = NO_SLOT;

  @Nullable Lease nextDue;
  @Nullable Lease previousDue;

  /** The list of those that its client asked for, and its neighbours there. */
  LruList share;

  @Nullable Lease older;

  @Nullable Lease younger;

  Lease(AddressEntry addressEntry, NameEntry nameEntry, Claim claim, LruList share) {
    this.addressEntry = addressEntry;
    this.nameEntry = nameEntry;
    this.claim = claim;
    this.share = share;
  }

  /** When it begins to drain. */
  long due() {
    return expires + keep();
  }

  private long keep() {
    return 1000L * claim.rule().ttl().keep();
  }

  /** Whether it was used while it drained, so that the time for which it is kept starts again. */
  boolean isKeptForUse() {
    return keep() > 0 && used > expires;
  }
}
