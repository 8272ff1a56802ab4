package waymark.engine;

import java.util.List;
import waymark.policy.Address;

/** What another policy judges a lease by. Immutable, for another thread. */
record LeaseCopy(
    List<String> names, Address address, long expires, long seen, long stored, int client) {
  static LeaseCopy of(Lease lease) {
    return new LeaseCopy(
        lease.nameEntry.match.names(),
        lease.addressEntry.address,
        lease.expires,
        lease.seen,
        lease.stored,
        lease.share.client);
  }
}
