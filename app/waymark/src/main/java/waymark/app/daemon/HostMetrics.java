package waymark.app.daemon;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import waymark.app.cli.Program;
import waymark.app.toapi.EventToApi;
import waymark.console.MetricFamily;
import waymark.console.MetricFamily.Sample;
import waymark.engine.Learned;
import waymark.engine.Snapshot;
import waymark.health.LinkHealth;
import waymark.journal.JournalFigures;
import waymark.kernel.model.CaptureFigures;
import waymark.kernel.model.DenialReport;
import waymark.kernel.model.DenyCounters;
import waymark.kernel.model.DnsGaps;
import waymark.kernel.model.Durations;
import waymark.kernel.model.HostNeighbours;
import waymark.kernel.model.HostReport;
import waymark.kernel.model.InterfaceState;
import waymark.kernel.model.KernelPart;
import waymark.kernel.model.TrafficReport;

/** The metrics of a host, named as in docs/monitoring.md. */
final class HostMetrics {
  private static final String LINK = "link";
  private static final String RULE = "rule";

  private final List<MetricFamily> families = new ArrayList<>();

  private HostMetrics() {}

  /**
   * @param health of the links that have a check, by their names
   * @param incomplete how many rules lack a list or country
   * @param journal its state
   */
  static List<MetricFamily> of(
      HostReport report,
      Map<String, LinkHealth> health,
      DenialReport denials,
      TrafficReport traffic,
      int incomplete,
      JournalFigures journal) {
    HostMetrics metrics = new HostMetrics();
    metrics.families.add(
        MetricFamily.gauge("build_info", "The version that runs.")
            .with(1, Map.of("version", Program.version())));
    metrics.families.add(
        MetricFamily.gauge("rules_lacking", "Rules whose list or country is unavailable.")
            .with(incomplete));
    metrics.learning(report.engine());
    metrics.neighbours(report.neighbours());
    metrics.families.add(
        MetricFamily.gauge(
                "connection_labels",
                "1 if connections keep their link in labels, 0 if in the connection mark.")
            .with(report.labels() ? 1 : 0));
    metrics.capture(report.capture());
    metrics.gaps(report.gaps());
    metrics.links(report);
    metrics.checks(health);
    metrics.denials(report.denyCounters(), denials);
    metrics.families.addAll(TrafficMetrics.of(traffic));
    metrics.journal(journal);
    return metrics.families;
  }

  private void journal(JournalFigures journal) {
    families.add(
        MetricFamily.counter("journal_rows", "Rows written to the journal.").with(journal.rows()));
    families.add(
        MetricFamily.counter(
                "journal_lost_rows",
                "Rows that could not be written: no room in memory, or a fault of the disk.")
            .with(journal.lost()));
    families.add(
        MetricFamily.gauge("journal_bytes", "Size of the journal on disk.").with(journal.bytes()));
    families.add(
        MetricFamily.gauge("journal_paused", "1 while the journal cannot be written.")
            .with(journal.fault().isEmpty() ? 0 : 1));
  }

  private void neighbours(HostNeighbours neighbours) {
    families.add(
        MetricFamily.gauge(
                "neighbour_conflicts", "Conflicts with other programs that steer packets here.")
            .with(neighbours.conflicts().size()));
  }

  private void learning(Snapshot engine) {
    MetricFamily sightings =
        MetricFamily.counter("sightings", "Addresses seen in DNS answers, by result.");
    for (Learned learned : Learned.values()) {
      sightings =
          sightings.with(
              engine.sightings().getOrDefault(learned, 0L),
              Map.of("source", "dns", "result", result(learned)));
    }
    families.add(sightings);
    MetricFamily refused =
        MetricFamily.counter(
            "refused", "Addresses of matching names that were not learned, by reason.");
    for (Learned why : List.of(Learned.SPECIAL, Learned.OWN, Learned.FULL, Learned.UNTRUSTED)) {
      refused =
          refused.with(
              engine.sightings().getOrDefault(why, 0L), Map.of("reason", EventToApi.why(why)));
    }
    families.add(refused);
    List<Sample> leases = new ArrayList<>();
    for (Snapshot.OfRule rule : engine.rules()) {
      String name = rule.rule().name();
      int active = rule.leases() - rule.draining();
      leases.add(new Sample("", Map.of(RULE, name, "state", "active"), active));
      leases.add(new Sample("", Map.of(RULE, name, "state", "draining"), rule.draining()));
    }
    families.add(
        MetricFamily.gauge("leases", "Leases: addresses held because of a name.").with(leases));
    families.add(
        MetricFamily.gauge("conflicts", "Addresses that several rules claim by different names.")
            .with(engine.conflicts()));
    List<Sample> repairs = new ArrayList<>();
    // A counter that appears only with its first repair has no increase to alert on.
    Map<String, Long> repaired = new TreeMap<>(engine.repaired());
    for (KernelPart part : KernelPart.values()) {
      repaired.putIfAbsent(part.toString(), 0L);
    }
    repaired.forEach(
        (what, count) -> repairs.add(new Sample("", Map.of("what", what), (double) count)));
    families.add(
        MetricFamily.counter("repairs", "Repairs of kernel state that something else had changed.")
            .with(repairs));
    families.add(
        MetricFamily.counter("plane_failures", "Changes that the kernel refused.")
            .with(engine.failures()));
    families.add(
        MetricFamily.counter(
                "leases_evicted", "Leases that ended because others needed their room.")
            .with(engine.evicted()));
  }

  private static String result(Learned learned) {
    return switch (learned) {
      case UNCONCERNED -> "unconcerned";
      case KNOWN -> "known";
      case PENDING -> "learned";
      case SPECIAL, OWN, FULL, UNTRUSTED -> EventToApi.why(learned);
    };
  }

  private void capture(CaptureFigures capture) {
    families.add(
        histogram(
            "apply_seconds",
            "From reading a DNS packet to the kernel's acknowledgement of its addresses.",
            capture.applied()));
    families.add(
        histogram(
            "hold_seconds",
            "From reading a held answer to its release, when it waited for the kernel.",
            capture.holding()));
    families.add(
        MetricFamily.counter("hold_timeouts", "Held answers that reached max-hold, by outcome.")
            .with(capture.passed(), Map.of("outcome", "passed"))
            .with(capture.dropped(), Map.of("outcome", "dropped")));
    families.add(
        MetricFamily.counter(
                "capture_lost", "DNS packets that the kernel could not deliver to the daemon.")
            .with(capture.lost()));
    families.add(
        MetricFamily.counter("dns_packets", "DNS packets seen, by kind.")
            .with(capture.questions(), Map.of("kind", "question"))
            .with(capture.answers(), Map.of("kind", "answer"))
            .with(capture.unasked(), Map.of("kind", "unasked"))
            .with(capture.broken(), Map.of("kind", "broken")));
  }

  private void gaps(DnsGaps gaps) {
    families.add(
        MetricFamily.counter("dns_gaps", "DNS packets that taught nothing, by reason.")
            .with(gaps.unseen().untracked(), Map.of("reason", "untracked"))
            .with(gaps.unseen().encrypted(), Map.of("reason", "encrypted"))
            .with(gaps.unseen().unread(), Map.of("reason", "unread"))
            .with(gaps.crowded(), Map.of("reason", "crowded"))
            .with(gaps.doubtful(), Map.of("reason", "doubtful")));
  }

  private static MetricFamily histogram(String name, String help, Durations durations) {
    Map<Double, Long> buckets = new TreeMap<>();
    for (Durations.Size size : durations.sizes()) {
      buckets.put(size.bound() / 1e9, size.count());
    }
    return MetricFamily.histogram(name, help, buckets, durations.nanos() / 1e9, durations.count());
  }

  private void links(HostReport report) {
    List<Sample> up = new ArrayList<>();
    for (Map.Entry<String, InterfaceState> link : new TreeMap<>(report.links()).entrySet()) {
      up.add(new Sample("", Map.of(LINK, link.getKey()), link.getValue().up() ? 1 : 0));
    }
    families.add(MetricFamily.gauge("link_up", "Whether the link is up.").with(up));
    List<Sample> wrong = new ArrayList<>();
    for (Map.Entry<String, Long> link : new TreeMap<>(report.wrongLinkPackets()).entrySet()) {
      wrong.add(new Sample("", Map.of(LINK, link.getKey()), (double) link.getValue()));
    }
    families.add(
        MetricFamily.counter(
                "wrong_link_packets",
                "Packets of a link that were about to leave by another link and were refused.")
            .with(wrong));
    families.add(
        MetricFamily.counter(
                "moved_connections", "Connections ended because they used the wrong link.")
            .with(report.moved()));
  }

  private void checks(Map<String, LinkHealth> health) {
    List<Sample> latency = new ArrayList<>();
    List<Sample> loss = new ArrayList<>();
    new TreeMap<>(health)
        .forEach(
            (link, it) -> {
              if (it.latencyNanos() > 0) {
                latency.add(new Sample("", Map.of(LINK, link), it.latencyNanos() / 1e9));
              }
              loss.add(new Sample("", Map.of(LINK, link), it.loss()));
            });
    families.add(
        MetricFamily.gauge("link_latency_seconds", "Smoothed latency of the link's check.")
            .with(latency));
    families.add(
        MetricFamily.gauge("link_loss_ratio", "Share of the link's last checks that failed.")
            .with(loss));
  }

  private void denials(DenyCounters denyCounters, DenialReport denials) {
    families.add(
        MetricFamily.counter("denial_copies", "Copies of refused packets, by what became of them.")
            .with(denials.copied(), Map.of("result", "read"))
            .with(denials.lost(), Map.of("result", "lost")));
    if (denyCounters.byDefault()) {
      families.add(
          MetricFamily.counter(
                  "denied_packets", "Packets that no rule allowed, by what refused them.")
              .with(denyCounters.refused(), Map.of("by", "default"))
              .with(denyCounters.strays(), Map.of("by", "last_line")));
    }
  }
}
