package waymark.journal;

import java.time.Instant;
import java.util.Optional;
import waymark.policy.Network;

/**
 * Which rows are wanted.
 *
 * @param name in normal form: rows with this name, or one below it, among their names; empty: any
 * @param client rows of a client in this network
 * @param link rows of this link or group; empty: any
 * @param rule rows of this rule; empty: any
 * @param since rows of this time or later
 * @param until rows before this time
 * @param denied denials only
 */
public record RowFilter(
    String name,
    Optional<Network> client,
    String link,
    String rule,
    Instant since,
    Instant until,
    boolean denied) {
  /** Every row. */
  public static final RowFilter ANY =
      new RowFilter("", Optional.empty(), "", "", Instant.MIN, Instant.MAX, false);
}
