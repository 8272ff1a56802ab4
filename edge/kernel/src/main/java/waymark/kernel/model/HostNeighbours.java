package waymark.kernel.model;

import java.util.List;

/**
 * Who else uses marks, rules, tables and hooks on this host.
 *
 * @param known the programs that were recognised, by name
 * @param notes what else is worth knowing, such as how DNS may pass unseen
 */
public record HostNeighbours(
    List<String> known, List<HostConflict> conflicts, List<HostConflict> notes) {
  /** Nobody, or nobody has looked yet. */
  public static final HostNeighbours NONE = new HostNeighbours(List.of(), List.of(), List.of());

  public HostNeighbours {
    known = List.copyOf(known);
    conflicts = List.copyOf(conflicts);
    notes = List.copyOf(notes);
  }
}
