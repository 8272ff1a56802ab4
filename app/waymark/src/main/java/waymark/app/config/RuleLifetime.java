package waymark.app.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import waymark.policy.Lifetime;
import waymark.policy.Outlet;

/** Reads the keys {@code ttl} and {@code keep} of a rule: how long learned addresses stay. */
final class RuleLifetime {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration LONGEST_TTL = Duration.ofDays(365);

  private final Fields rule;
  private final Findings findings;

  private RuleLifetime(Fields rule, Findings findings) {
    this.rule = rule;
    this.findings = findings;
  }

  /**
   * The lifetime of what a rule learns.
   *
   * @param to where the rule leads: one that fails closed keeps addresses by default
   */
  static Lifetime read(Fields rule, List<Outlet> to, Findings findings) {
    RuleLifetime lifetime = new RuleLifetime(rule, findings);
    return lifetime.ttl().keeping(lifetime.keep(to));
  }

  private int keep(List<Outlet> to) {
    boolean open = !to.isEmpty() && to.getLast().isDirect();
    Duration normal = open ? Duration.ZERO : Duration.ofSeconds(Lifetime.KEEP_CLOSED);
    Duration keep = rule.duration("keep", Duration.ZERO, LONGEST_TTL, normal);
    if (keep.toMillisPart() != 0) {
      findings.add(
          rule.place("keep"), rule.path("keep"), "has a fraction of a second", "whole seconds");
    }
    return (int) keep.toSeconds();
  }

  private Lifetime ttl() {
    Optional<Fields> fields = rule.fields("ttl", Keys.TTL);
    if (fields.isEmpty()) {
      return Lifetime.DEFAULT;
    }
    Duration unset = Duration.ZERO;
    Duration min = fields.get().duration("min", SECOND, LONGEST_TTL, unset);
    Duration max = fields.get().duration("max", SECOND, LONGEST_TTL, unset);
    int low = (int) min.toSeconds();
    int high = (int) max.toSeconds();
    if (min.toMillisPart() != 0 || max.toMillisPart() != 0) {
      findings.add(
          fields.get().place(), rule.path("ttl"), "has a fraction of a second", "whole seconds");
      return Lifetime.DEFAULT;
    }
    // A bound that conflicts with the other bound's default moves that default.
    if (low == 0) {
      low = high == 0 ? Lifetime.DEFAULT.min() : Math.min(Lifetime.DEFAULT.min(), high);
    }
    if (high == 0) {
      high = Math.max(Lifetime.DEFAULT.max(), low);
    }
    if (low > high) {
      findings.add(
          fields.get().place(), rule.path("ttl"), "has a min above its max", "a min not above max");
      return Lifetime.DEFAULT;
    }
    return new Lifetime(low, high);
  }
}
