package waymark.engine;

import java.util.ArrayList;
import java.util.List;
import waymark.policy.Claim;

/** One name that was asked for, with the claims on it and the leases that it gave. */
final class NameEntry {
  /** The name, and the CNAMEs that its last sighting came by. */
  List<String> names;

  List<Claim> claims;
  final ArrayList<Lease> leases = new ArrayList<>(2);

  NameEntry(List<String> names, List<Claim> claims) {
    this.names = names;
    this.claims = claims;
  }

  String name() {
    return names.getFirst();
  }
}
