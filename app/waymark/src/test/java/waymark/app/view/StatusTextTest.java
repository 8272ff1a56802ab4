package waymark.app.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import waymark.api.DenialCounts;
import waymark.api.DnsGaps;
import waymark.api.RuleStatus;
import waymark.api.Status;
import waymark.app.Captured;
import waymark.app.Samples;

class StatusTextTest {
  private static final Instant NOW = Instant.parse("2026-01-31T12:12:30Z");

  @Test
  void everyFigureHasItsPlace() {
    assertThat(StatusText.of(Samples.STATUS, NOW, Captured.terminal(false)))
        .isEqualTo(
            """
            waymark 0.1.0 is ready: process 4711, up 3 h 12 min
            DNS answers are held until the kernel has their addresses; what no rule claims takes direct

            LINK  LEAVES BY              STATE   INDEX   MTU  WRONG LINK
            vpn   wg0                    up          7  1420           0
            isp2  eth1 via 198.51.100.1  absent      -     -           3

            RULE    TO                WEIGHT  LEASES  DRAINING
            video   vpn, else direct      10   1,204        17
            office  isp2                   0       0         0

            leases  1,204 on 1,100 addresses, 2 in conflict
            seen    1,300 learned, 1,234,567 known, 1 unclaimed, 4 refused as special
            dns     91 queries, 90 answers, 80 held, 3 released late, 2 malformed, 1 lost
            kernel  nftables, 0 repairs, 2 failures, 1 connection moved
            journal names hashed, 12.3 MB
            """);
  }

  @Test
  void whatTheDefaultKeepsInIsCounted() {
    Status denying =
        status(Samples.STATUS.rules(), new DenialCounts(true, 1234, 1), Samples.STATUS.gaps());
    assertThat(StatusText.of(denying, NOW, Captured.terminal(false)))
        .endsWith("denied  1,234 packets refused, 1 stray\n");
  }

  @Test
  void dnsThatTeachesNothingIsCounted() {
    Status status =
        status(
            Samples.STATUS.rules(),
            Samples.STATUS.denials(),
            new DnsGaps(1, 2000, 3, 4, 5, List.of("203.0.113.9"), List.of("198.51.100.53")));
    assertThat(StatusText.of(status, NOW, Captured.terminal(false)))
        .contains(
            "\n"
                + "unseen  1 DNS queries without connection tracking, 2,000 connections of"
                + " encrypted DNS, 5 answers while no daemon held them, 3 DNS queries of clients"
                + " with too many, 4 doubtful answers about names of rules that fail closed\n")
        .contains(
            "\nwell-known name servers were reached by HTTPS, perhaps for DNS that teaches nothing:"
                + " 198.51.100.53; see docs/dns.md\n");
  }

  @Test
  void whatARuleLacksIsSaid() {
    RuleStatus rule = new RuleStatus("ads", List.of("block"), 0, 0, 0, "there is no list 'ads'");
    assertThat(
            StatusText.of(
                status(List.of(rule), Samples.STATUS.denials(), Samples.STATUS.gaps()),
                NOW,
                Captured.terminal(false)))
        .contains("\nads is incomplete: there is no list 'ads'\n");
  }

  @Test
  void conflictsWithOtherProgramsAreSentences() {
    Status status =
        status(
            Samples.STATUS.rules(),
            Samples.STATUS.denials(),
            Samples.STATUS.gaps(),
            List.of("zapret uses our bits; set another mask", "The route x is not ours; move it"));
    assertThat(StatusText.of(status, NOW, Captured.terminal(false)))
        .endsWith(
            """

            2 conflicts with other programs:
              zapret uses our bits; set another mask
              The route x is not ours; move it
            """);
  }

  @Test
  void notesAreSentences() {
    Status all = Samples.STATUS;
    Status limited =
        new Status(
            all.version(),
            all.pid(),
            all.state(),
            all.since(),
            all.learning(),
            all.plane(),
            all.links(),
            all.rules(),
            all.defaultTo(),
            all.leases(),
            all.addresses(),
            all.conflicts(),
            all.sightings(),
            all.capture(),
            all.moved(),
            all.repairs(),
            all.failures(),
            all.denials(),
            all.gaps(),
            List.of("plane routes has no guard"),
            List.of(),
            all.journal());
    assertThat(StatusText.of(limited, NOW, Captured.terminal(false)))
        .endsWith("\n1 note:\n  plane routes has no guard\n");
  }

  private static Status status(List<RuleStatus> rules, DenialCounts denialCounts, DnsGaps gaps) {
    return status(rules, denialCounts, gaps, List.of());
  }

  private static Status status(
      List<RuleStatus> rules, DenialCounts denialCounts, DnsGaps gaps, List<String> conflicts) {
    Status all = Samples.STATUS;
    return new Status(
        all.version(),
        all.pid(),
        all.state(),
        all.since(),
        all.learning(),
        all.plane(),
        all.links(),
        rules,
        List.of("block"),
        all.leases(),
        all.addresses(),
        all.conflicts(),
        all.sightings(),
        all.capture(),
        all.moved(),
        all.repairs(),
        all.failures(),
        denialCounts,
        gaps,
        List.of(),
        conflicts,
        all.journal());
  }

  @Test
  void colourChangesNoWord() {
    String coloured = StatusText.of(Samples.STATUS, NOW, Captured.terminal(true));
    assertThat(coloured).contains("\033[32mup\033[0m", "\033[31m3\033[0m");
    assertThat(coloured.replaceAll("\033\\[[0-9]*m", ""))
        .isEqualTo(StatusText.of(Samples.STATUS, NOW, Captured.terminal(false)));
  }
}
