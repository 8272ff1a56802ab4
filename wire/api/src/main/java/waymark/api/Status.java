package waymark.api;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;

/**
 * The state of a host.
 *
 * @param version the version of the program
 * @param pid the id of its process
 * @param state whether it is ready
 * @param since the start time of its process: {@code 2026-01-31T09:00:00Z}
 * @param learning how it learns names
 * @param plane the plane in use: {@code nftables}, {@code ipset} or {@code routes}
 * @param links in the order of the configuration, without direct and block
 * @param rules in the order of the configuration
 * @param defaultTo the links and groups of the default, in the order in which they are tried
 * @param leases the number of leases
 * @param addresses the number of addresses with a lease
 * @param conflicts the number of addresses that several rules claim through different names
 * @param sightings since the start
 * @param capture since the start
 * @param moved connections ended because they left by the wrong link
 * @param repairs how often the kernel was repaired after another process had changed it
 * @param failures changes that the kernel refused
 * @param denials the packets that the default has refused
 * @param gaps DNS that taught nothing
 * @param notes what plane and kernel cannot do as well as others, and how DNS may pass unseen: a
 *     sentence each
 * @param conflictsWithOthers what other programs of this host are in the way of: a sentence each,
 *     with the remedy
 * @param journal what is recorded on disk
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
    DenialCounts denials,
    DnsGaps gaps,
    List<String> notes,
    List<String> conflictsWithOthers,
    JournalStatus journal) {

  /** Whether a host is ready. */
  public enum State {
    /** The policy is not in the kernel yet. */
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
    notes = List.copyOf(notes);
    conflictsWithOthers = List.copyOf(conflictsWithOthers);
    defaultTo = List.copyOf(defaultTo);
    try {
      Instant.parse(since);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("'" + since + "' is not a time in UTC", e);
    }
  }
}
