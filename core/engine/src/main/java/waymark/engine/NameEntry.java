package waymark.engine;

import java.util.ArrayList;

/** One name that was asked for, with the rules that claim it and the leases that it gave. */
final class NameEntry {
  /** Of the name, and the CNAMEs that its last sighting came by. */
  NameMatch match;

  final ArrayList<Lease> leases = new ArrayList<>(2);

  NameEntry(NameMatch match) {
    this.match = match;
  }

  String name() {
    return match.names().getFirst();
  }
}
