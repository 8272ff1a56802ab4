package waymark.api;

import java.util.List;

/**
 * The addresses that rules claim through names that differ.
 *
 * @param total of them
 * @param conflicts by address, the first 10,000
 */
public record Conflicts(int total, List<Conflict> conflicts) {
  public Conflicts {
    conflicts = List.copyOf(conflicts);
  }
}
