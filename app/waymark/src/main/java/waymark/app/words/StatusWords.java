package waymark.app.words;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import waymark.api.Capture;
import waymark.api.Denials;
import waymark.api.LearningStatus;
import waymark.api.LinkStatus;
import waymark.api.RuleStatus;
import waymark.api.Sightings;
import waymark.api.Status;
import waymark.app.cli.Program;
import waymark.engine.Learned;
import waymark.engine.Snapshot;
import waymark.health.LinkHealth;
import waymark.kernel.model.CaptureFigures;
import waymark.kernel.model.HostReport;
import waymark.kernel.model.Learning;
import waymark.kernel.model.LinkState;
import waymark.policy.Address;
import waymark.policy.Link;
import waymark.policy.Policy;
import waymark.policy.Way;

/** The state of a host, in the words of the API. */
public final class StatusWords {
  private static final LinkHealth NOT_CHECKED = new LinkHealth(true, 0, 0, Instant.EPOCH, "");

  private StatusWords() {}

  /**
   * @param health of the links that have a check, by their names
   * @param faults what rules lack, by their names
   */
  public static Status status(
      HostReport report,
      Policy policy,
      Map<String, LinkHealth> health,
      Map<String, String> faults,
      Learning.Mode asked,
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
              Links.names(rule.rule().to()),
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
        Links.names(policy.otherwise()),
        engine.leases(),
        engine.addresses(),
        engine.conflicts(),
        sightings(engine.sightings()),
        capture(report.capture()),
        report.moved(),
        engine.repairs(),
        engine.failures(),
        new Denials(
            report.denials().byDefault(), report.denials().refused(), report.denials().strays()));
  }

  private static LinkStatus link(Link link, HostReport report, Map<String, LinkHealth> checked) {
    String device = "";
    List<String> gateways = new ArrayList<>();
    if (link.way() instanceof Way.Interface way) {
      device = way.device();
      for (Address gateway : way.gateways()) {
        gateways.add(gateway.toString());
      }
    }
    LinkState state = report.links().get(link.name());
    long wrong = report.wrongLinkPackets().getOrDefault(link.name(), 0L);
    LinkState known = state == null ? LinkState.ABSENT : state;
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

  private static LinkStatus.State state(LinkState state) {
    if (state.index() == 0) {
      return LinkStatus.State.ABSENT;
    }
    return state.up() ? LinkStatus.State.UP : LinkStatus.State.DOWN;
  }

  private static LearningStatus learning(Learning.Mode asked, Learning.Mode actual) {
    String why = asked == actual ? "" : "this kernel cannot " + mode(asked) + "; the log says why";
    return new LearningStatus(mode(asked), mode(actual), why);
  }

  private static LearningStatus.Mode mode(Learning.Mode mode) {
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
        counts.getOrDefault(Learned.FULL, 0L));
  }

  private static Capture capture(CaptureFigures figures) {
    return new Capture(
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
