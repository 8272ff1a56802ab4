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

  /** When it begins to drain. */
  long expires;

  /** The expiry that the journal knows. */
  long journaled;

  /** Expired, and kept only for the connections that still use the address. */
  boolean draining;

  /** Whether it is in the list of those that drain, or has been since the last scan. */
  boolean listed;

  /** Scans in a row that found no connection while it drained. */
  int scansUnused;

  boolean ended;

  /** Its slot in {@link Deadlines}, and its neighbours there. */
  int dueSlot = NO_SLOT;

  @Nullable Lease nextDue;
  @Nullable Lease previousDue;

  /** Its neighbours in {@link LruList}. */
  @Nullable Lease older;

  @Nullable Lease younger;

  Lease(AddressEntry addressEntry, NameEntry nameEntry, Claim claim) {
    this.addressEntry = addressEntry;
    this.nameEntry = nameEntry;
    this.claim = claim;
  }
}
