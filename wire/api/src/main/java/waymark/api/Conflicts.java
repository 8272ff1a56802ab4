package waymark.api;

import java.util.List;

/**
 * The addresses that several rules claim through different names.
 *
 * @param total the number of conflicts
 * @param conflicts the first 10,000, sorted by address
 */
public record Conflicts(int total, List<Conflict> conflicts) {
  public Conflicts {
    conflicts = List.copyOf(conflicts);
  }
}
