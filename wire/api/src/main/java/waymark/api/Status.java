package waymark.api;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;

/**
 * A host at one moment.
 *
 * @param version of the program
 * @param pid of its process
 * @param state whether it decides already
 * @param since when its process started: {@code 2026-01-31T09:00:00Z}
 * @param learning how it learns names
 * @param plane what carries decisions out: {@code nftables}, {@code ipset} or {@code routes}
 * @param links in the order of the configuration, without direct and block
 * @param rules in the order of the configuration
 * @param defaultTo the links, in the order in which they are tried, of what no rule claims
 * @param leases in all
 * @param addresses that have a lease
 * @param conflicts addresses that rules claim through names that differ
 * @param sightings since the start
 * @param capture since the start
 * @param moved connections ended because they left by the wrong link
 * @param repairs times that our kernel state was repaired after another process changed it
 * @param failures changes that the kernel did not take
 * @param denials what the default has kept in
 */
public record Status(
    String version,
    long pid,
    State state,
    String since,
    LearningStatus learning,
    String plane,
    List<LinkStatus> links,
    List<RuleStatus> rules,
    List<String> defaultTo,
    int leases,
    int addresses,
    int conflicts,
    Sightings sightings,
    CaptureStatus capture,
    long moved,
    long repairs,
    long failures,
    DenialCounts denials) {

  /** Whether a host decides. */
  public enum State {
    /** It is not yet sure what the kernel holds. */
    STARTING,
    READY;

    @Override
    public String toString() {
      return JsonNames.of(this);
    }
  }

  public Status {
    links = List.copyOf(links);
    rules = List.copyOf(rules);
    defaultTo = List.copyOf(defaultTo);
    try {
      Instant.parse(since);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("'" + since + "' is not a time in UTC", e);
    }
  }
}
