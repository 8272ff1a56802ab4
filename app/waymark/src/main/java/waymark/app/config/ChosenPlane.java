package waymark.app.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import waymark.app.text.Spelling;
import waymark.kernel.model.Marks;
import waymark.kernel.model.PlaneKind;
import waymark.policy.Policy;

/** Reads the key {@code plane}: a single word, or a section with the plane's own keys. */
final class ChosenPlane {
  private static final List<PlaneKind> KINDS =
      List.of(PlaneKind.NFTABLES, PlaneKind.IPSET, PlaneKind.ROUTES);

  private final Fields document;
  private final Findings findings;
  private final PlaneKind kind;

  private ChosenPlane(Fields document, Findings findings) {
    this.document = document;
    this.findings = findings;
    kind = read();
  }

  static ChosenPlane read(Fields document, Findings findings) {
    return new ChosenPlane(document, findings);
  }

  PlaneKind kind() {
    return kind;
  }

  private PlaneKind read() {
    Optional<Value> value = document.value("plane");
    return value.isPresent() && value.get() instanceof Value.Section
        ? document.fields("plane", Keys.PLANE).map(this::read).orElse(PlaneKind.NFTABLES)
        : mode(document, "plane");
  }

  private PlaneKind read(Fields section) {
    PlaneKind mode = mode(section, "mode");
    for (PlaneKind other : KINDS) {
      if (!other.word().equals(mode.word())) {
        refuse(section, options(other), mode, other);
      }
    }
    return switch (mode) {
      case PlaneKind.OfNftables nftables -> nftables;
      case PlaneKind.OfIpset _ -> ipset(section);
      case PlaneKind.OfRoutes _ -> routes(section);
    };
  }

  private static List<String> options(PlaneKind kind) {
    return switch (kind) {
      case PlaneKind.OfNftables _ -> List.of();
      case PlaneKind.OfIpset _ -> List.of("timeout");
      case PlaneKind.OfRoutes _ -> List.of("table", "metric");
    };
  }

  private void refuse(Fields section, List<String> keys, PlaneKind mode, PlaneKind other) {
    for (String key : keys) {
      if (section.has(key)) {
        findings.add(
            section.place(key),
            section.path(key),
            "does not apply to plane " + mode.word(),
            "mode: " + other.word() + ", or no " + key);
      }
    }
  }

  private static PlaneKind ipset(Fields section) {
    Duration timeout =
        section.duration(
            "timeout", PlaneKind.OfIpset.SHORTEST, PlaneKind.OfIpset.LONGEST, Duration.ZERO);
    return new PlaneKind.OfIpset(Duration.ofSeconds(timeout.toSeconds()));
  }

  private PlaneKind routes(Fields section) {
    int table = section.integer("table", 1, Integer.MAX_VALUE, 0);
    int metric = section.integer("metric", 1, Integer.MAX_VALUE, PlaneKind.OfRoutes.DEFAULT_METRIC);
    if (table >= 253 && table <= 255) {
      findings.add(
          section.place("table"),
          section.path("table"),
          "is " + table + ", which belongs to the system",
          "a table other than 253 to 255");
    }
    return new PlaneKind.OfRoutes(table, metric);
  }

  private PlaneKind mode(Fields section, String key) {
    Optional<Value.Text> text = section.text(key, "nftables, ipset or routes");
    if (text.isEmpty()) {
      return PlaneKind.NFTABLES;
    }
    List<String> words = new ArrayList<>();
    for (PlaneKind it : KINDS) {
      if (it.word().equals(text.get().text())) {
        return it;
      }
      words.add(it.word());
    }
    findings.add(
        text.get().place(),
        section.path(key),
        Fields.quoted(text.get()),
        "nftables, ipset or routes" + Spelling.suggestion(text.get().text(), words));
    return PlaneKind.NFTABLES;
  }

  /** Reports what the plane cannot do with the policy, and numbers that it lacks. */
  void check(Policy policy, Marks marks) {
    for (String refusal : kind.refusals(policy)) {
      findings.add(
          document.place("plane"),
          "plane",
          "is " + kind.word() + ", but " + refusal,
          "plane: nftables, or a policy without it");
    }
    int links = policy.links().size();
    if (kind instanceof PlaneKind.OfRoutes(int table, _)
        && table > marks.tables()
        && table <= (long) marks.tables() + links + 1) {
      findings.add(
          document.place("plane"),
          "plane.table",
          "is " + table + ", which is the table of a link",
          "a table outside " + marks.tables() + " to " + (marks.tables() + links + 1));
    }
  }
}
