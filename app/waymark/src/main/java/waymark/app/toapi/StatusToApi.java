package waymark.app.toapi;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import waymark.api.CaptureStatus;
import waymark.api.DenialCounts;
import waymark.api.DnsGaps;
import waymark.api.LearningStatus;
import waymark.api.LinkStatus;
import waymark.api.RuleStatus;
import waymark.api.Sightings;
import waymark.api.Status;
import waymark.app.cli.Program;
import waymark.engine.Learned;
import waymark.engine.Snapshot;
import waymark.health.LinkHealth;
import waymark.journal.JournalFigures;
import waymark.kernel.model.CaptureFigures;
import waymark.kernel.model.CaptureSettings;
import waymark.kernel.model.HostConflict;
import waymark.kernel.model.HostReport;
import waymark.kernel.model.InterfaceState;
import waymark.policy.EgressPath;
import waymark.policy.Link;
import waymark.policy.NextHop;
import waymark.policy.Policy;

/** The status of a host as a record of the API. */
public final class StatusToApi {
  private static final LinkHealth NOT_CHECKED = new LinkHealth(true, 0, 0, Instant.EPOCH, "");

  private StatusToApi() {}

  /**
   * The status of a host.
   *
   * @param health of the links that have a check, by their names
   * @param faults why rules are incomplete, by their names
   * @param ofPolicy sentences about a trial and about lists that are out of date
   */
  public static Status status(
      HostReport report,
      Policy policy,
      Map<String, LinkHealth> health,
      Map<String, String> faults,
      List<String> ofPolicy,
      JournalFigures journal,
      CaptureSettings.Mode asked,
      Instant since,
      long pid) {
    Snapshot engine = report.engine();
    List<LinkStatus> links = new ArrayList<>();
    for (Link link : policy.links()) {
      links.add(link(link, report, health));
    }
    List<RuleStatus> rules = new ArrayList<>();
    for (Snapshot.OfRule rule : engine.rules()) {
      rules.add(
          new RuleStatus(
              rule.rule().name(),
              OutletNames.names(rule.rule().to()),
              rule.rule().weight(),
              rule.leases(),
              rule.draining(),
              faults.getOrDefault(rule.rule().name(), "")));
    }
    return new Status(
        Program.version(),
        pid,
        Status.State.READY,
        since.truncatedTo(ChronoUnit.SECONDS).toString(),
        learning(asked, report.mode()),
        report.plane().word(),
        links,
        rules,
        OutletNames.names(policy.otherwise()),
        engine.leases(),
        engine.addresses(),
        engine.conflicts(),
        sightings(engine.sightings()),
        capture(report.capture()),
        report.moved(),
        engine.repairs(),
        engine.failures(),
        new DenialCounts(
            report.denyCounters().byDefault(),
            report.denyCounters().refused(),
            report.denyCounters().strays()),
        gaps(report.gaps()),
        notes(report, ofPolicy),
        report.neighbours().conflicts().stream().map(HostConflict::toString).toList(),
        LogToApi.status(journal));
  }

  private static List<String> notes(HostReport report, List<String> ofPolicy) {
    List<String> notes = new ArrayList<>(ofPolicy);
    notes.addAll(report.limits());
    for (Snapshot.OfRule rule : report.engine().rules()) {
      if (rule.crowded()) {
        notes.add(
            "rule "
                + rule.rule().name()
                + " is full, and a client has asked for more than its share of the addresses: its"
                + " own make room for those of others");
      }
    }
    report.neighbours().notes().forEach(note -> notes.add(note.toString()));
    return notes;
  }

  private static LinkStatus link(Link link, HostReport report, Map<String, LinkHealth> checked) {
    InterfaceState known = report.links().getOrDefault(link.name(), InterfaceState.ABSENT);
    String device = "";
    List<String> gateways = new ArrayList<>();
    if (link.egressPath() instanceof EgressPath.Interface way) {
      device = way.device();
      if (way.nextHop() instanceof NextHop.Gateways(List<NextHop.Gateway> fixed)) {
        fixed.forEach(gateway -> gateways.add(gateway.via().toString()));
      } else {
        known.gateways().forEach(gateway -> gateways.add(gateway.toString()));
      }
    }
    long wrong = report.wrongLinkPackets().getOrDefault(link.name(), 0L);
    LinkHealth health = checked.getOrDefault(link.name(), NOT_CHECKED);
    return new LinkStatus(
        link.name(),
        device,
        gateways,
        state(known),
        known.index(),
        known.mtu(),
        wrong,
        health.latencyNanos() / 1000,
        (int) Math.round(health.loss() * 100),
        health.up() ? "" : health.lastError());
  }

  private static LinkStatus.State state(InterfaceState state) {
    if (state.index() == 0) {
      return LinkStatus.State.ABSENT;
    }
    return state.up() ? LinkStatus.State.UP : LinkStatus.State.DOWN;
  }

  private static LearningStatus learning(CaptureSettings.Mode asked, CaptureSettings.Mode actual) {
    String why =
        asked == actual ? "" : "this kernel cannot " + mode(asked) + " answers; see the log";
    return new LearningStatus(mode(asked), mode(actual), why);
  }

  private static LearningStatus.Mode mode(CaptureSettings.Mode mode) {
    return switch (mode) {
      case HOLD -> LearningStatus.Mode.HOLD;
      case OBSERVE -> LearningStatus.Mode.OBSERVE;
      case OFF -> LearningStatus.Mode.OFF;
    };
  }

  private static Sightings sightings(Map<Learned, Long> counts) {
    return new Sightings(
        counts.getOrDefault(Learned.UNCONCERNED, 0L),
        counts.getOrDefault(Learned.KNOWN, 0L),
        counts.getOrDefault(Learned.PENDING, 0L),
        counts.getOrDefault(Learned.SPECIAL, 0L),
        counts.getOrDefault(Learned.OWN, 0L),
        counts.getOrDefault(Learned.FULL, 0L),
        counts.getOrDefault(Learned.UNTRUSTED, 0L));
  }

  private static DnsGaps gaps(waymark.kernel.model.DnsGaps gaps) {
    return new DnsGaps(
        gaps.unseen().untracked(),
        gaps.unseen().encrypted(),
        gaps.crowded(),
        gaps.doubtful(),
        gaps.unseen().unread(),
        gaps.unknownServers().stream().map(Object::toString).toList(),
        gaps.httpsServers().stream().map(Object::toString).toList());
  }

  private static CaptureStatus capture(CaptureFigures figures) {
    return new CaptureStatus(
        figures.answers(),
        figures.questions(),
        figures.unasked(),
        figures.lost(),
        figures.broken(),
        figures.held(),
        figures.passed(),
        figures.dropped());
  }
}
