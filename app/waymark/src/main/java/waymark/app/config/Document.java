package waymark.app.config;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import waymark.app.text.Spelling;
import waymark.journal.JournalSettings;
import waymark.kernel.model.CaptureSettings;
import waymark.kernel.model.DnsTrust;
import waymark.kernel.model.ExemptionSettings;
import waymark.kernel.model.Marks;
import waymark.policy.Link;
import waymark.policy.Outlet;
import waymark.policy.Policy;

/** Reads every section of the file, and builds the configuration if there are no problems. */
final class Document {
  /**
   * Leaves room for the socket's name: a unix socket's path has at most 107 bytes (sun_path,
   * include/uapi/linux/un.h).
   */
  private static final int LONGEST_STATE = 80;

  private final Fields fields;
  private final Findings findings;

  private Document(Fields fields, Findings findings) {
    this.fields = fields;
    this.findings = findings;
  }

  static Loaded compile(Path file, Value value, Findings findings) {
    if (!(value instanceof Value.Section section)) {
      if (!(value instanceof Value.Broken)) {
        findings.add(value.place(), "", "the file " + Fields.kind(value), "keys such as rules:");
      }
      return findings.problems();
    }
    return new Document(Fields.open(section, "", Keys.DOCUMENT, findings), findings).compile(file);
  }

  private Loaded compile(Path file) {
    LinkTable links = LinkTable.read(fields, findings);
    ListTable lists = ListTable.read(fields, file, findings);
    RuleList rules = RuleList.read(fields, links, lists, findings);
    List<Outlet> otherwise =
        fields.has("default") ? links.targets(fields, "default") : List.<Outlet>of(Link.DIRECT);
    Optional<Fields> learning = fields.fields("learn", Keys.LEARN);
    CaptureSettings learn =
        DenialFields.read(
            fields,
            learn(learning)
                .by(DnsPorts.read(learning, findings))
                .with(UnreadAnswers.read(learning, findings)),
            findings);
    if (findings.isEmpty()) {
      UnreadAnswers.check(learning, learn, findings);
    }
    ExemptionSettings exemptionSettings = ExemptionFields.read(fields, learning, findings);
    DnsTrust trust = TrustFields.read(learning, exemptionSettings.resolvers(), findings);
    ChosenPlane plane = ChosenPlane.read(fields, findings);
    Marks marks = marks(links.own().size());
    Path state = state(file);
    boolean forwarding = fields.flag("forwarding", true);
    Path countries = countries(file, state);
    List<InetSocketAddress> api = ListenAddress.read(fields.fields("api", Keys.API), findings);
    JournalSettings journal = JournalFields.read(fields, findings);
    if (!findings.isEmpty()) {
      return findings.problems();
    }
    Policy policy = Policy.compile(links.own(), links.groups(), rules.all(), otherwise);
    plane.check(policy, marks);
    if (!findings.isEmpty()) {
      return findings.problems();
    }
    return new Configuration(
        policy,
        links.checks(),
        learn,
        marks,
        state,
        forwarding,
        countries,
        lists.all(),
        rules.wanted(),
        exemptionSettings,
        plane.kind(),
        api,
        trust,
        journal,
        places(lists));
  }

  private CaptureSettings learn(Optional<Fields> learn) {
    if (learn.isEmpty() || learn.get().value("dns").isEmpty()) {
      return CaptureSettings.DEFAULT;
    }
    if (learn.get().value("dns").get() instanceof Value.Text) {
      CaptureSettings.Mode mode = mode(learn.get(), "dns");
      return new CaptureSettings(
          mode,
          CaptureSettings.DEFAULT.maxHold(),
          CaptureSettings.DEFAULT.group(),
          CaptureSettings.DEFAULT.queue());
    }
    Optional<Fields> dns = learn.get().fields("dns", Keys.DNS);
    if (dns.isEmpty()) {
      return CaptureSettings.DEFAULT;
    }
    Duration maxHold =
        dns.get()
            .duration(
                "max-hold",
                CaptureSettings.SHORTEST_HOLD,
                CaptureSettings.LONGEST_HOLD,
                CaptureSettings.DEFAULT.maxHold());
    int group = dns.get().integer("group", 0, 0xffff, CaptureSettings.DEFAULT.group());
    int queue = dns.get().integer("queue", 0, 0xffff, CaptureSettings.DEFAULT.queue());
    return new CaptureSettings(mode(dns.get(), "mode"), maxHold, group, queue);
  }

  private CaptureSettings.Mode mode(Fields section, String key) {
    Optional<Value.Text> text = section.text(key, "hold, observe or off");
    if (text.isEmpty()) {
      return CaptureSettings.DEFAULT.mode();
    }
    return switch (text.get().text()) {
      case "hold" -> CaptureSettings.Mode.HOLD;
      case "observe" -> CaptureSettings.Mode.OBSERVE;
      case "off" -> CaptureSettings.Mode.OFF;
      default -> {
        findings.add(
            text.get().place(),
            section.path(key),
            Fields.quoted(text.get()),
            "hold, observe or off"
                + Spelling.suggestion(text.get().text(), List.of("hold", "observe", "off")));
        yield CaptureSettings.DEFAULT.mode();
      }
    };
  }

  private Path state(Path file) {
    Optional<Value.Text> text = fields.text("state", "a folder");
    if (text.isEmpty()) {
      return Configuration.DEFAULT_STATE;
    }
    try {
      Path folder = file.toAbsolutePath().resolveSibling(text.get().text()).normalize();
      int length = folder.toString().getBytes(StandardCharsets.UTF_8).length;
      if (!text.get().text().isEmpty() && length <= LONGEST_STATE) {
        return folder;
      }
    } catch (InvalidPathException _) {
      // Reported below, as any other text that is not a folder.
    }
    findings.add(
        text.get().place(),
        "state",
        Fields.quoted(text.get()),
        "a folder whose whole path has at most " + LONGEST_STATE + " bytes");
    return Configuration.DEFAULT_STATE;
  }

  private Map<String, Place> places(ListTable lists) {
    Map<String, Place> places = new HashMap<>(lists.places());
    if (fields.has("country-db")) {
      places.put("country-db", fields.place("country-db"));
    }
    return places;
  }

  private Path countries(Path file, Path state) {
    Optional<Value.Text> text = fields.text("country-db", "an MMDB file with countries");
    if (text.isPresent()) {
      try {
        if (!text.get().text().isEmpty()) {
          return file.toAbsolutePath().resolveSibling(text.get().text()).normalize();
        }
      } catch (InvalidPathException _) {
        // Reported below, as any other text that is not a file.
      }
      findings.add(
          text.get().place(), "country-db", Fields.quoted(text.get()), "the path of a file");
    }
    return state.resolve(Configuration.DEFAULT_COUNTRIES);
  }

  private Marks marks(int links) {
    Optional<Fields> section = fields.fields("marks", Keys.MARKS);
    if (section.isEmpty()) {
      return marks(fields, links, Marks.DEFAULT);
    }
    int mask = section.get().integer("mask", 1, 0xffff_ffffL, Marks.DEFAULT.mask());
    int tables = section.get().integer("tables", 1, Integer.MAX_VALUE, Marks.DEFAULT.tables());
    int priority =
        section.get().integer("priority", 1, Marks.MAIN_PRIORITY - 1, Marks.DEFAULT.priority());
    if (!Marks.isOneRun(mask)) {
      findings.add(
          section.get().place("mask"),
          section.get().path("mask"),
          "is 0x" + Integer.toHexString(mask) + ", which has gaps",
          "adjacent bits, such as 0x1f000000");
      mask = Marks.DEFAULT.mask();
    }
    int labels = section.get().integer("labels", 0, 112, Marks.DEFAULT_LABELS);
    if (!Marks.isLabels(labels)) {
      findings.add(
          section.get().place("labels"),
          section.get().path("labels"),
          "is " + labels,
          "a multiple of 8 up to 112");
      labels = Marks.DEFAULT_LABELS;
    }
    return marks(section.get(), links, new Marks(mask, tables, priority, labels));
  }

  /** Checks that the marks have room for the links' numbers. */
  private Marks marks(Fields section, int links, Marks marks) {
    // Each link has a number, and so has direct; zero means none.
    int numbers = links + 2;
    if (numbers > marks.values()) {
      findings.add(
          section.place("mask"),
          "marks.mask",
          "is 0x"
              + Integer.toHexString(marks.mask())
              + ", which has too few values for "
              + (links == 1 ? "1 link" : links + " links"),
          "at least " + (32 - Integer.numberOfLeadingZeros(numbers - 1)) + " bits");
    }
    long lastTable = (long) marks.tables() + numbers - 1;
    boolean system = marks.tables() <= 255 && lastTable >= 253;
    if (system || lastTable > Integer.MAX_VALUE) {
      findings.add(
          section.place("tables"),
          "marks.tables",
          "uses tables " + marks.tables() + " to " + lastTable,
          "a range up to 2147483647 without 253 to 255, which belong to the system");
    }
    // The routes plane has one more rule after those of the links.
    long lastPriority = (long) marks.priority() + numbers;
    if (lastPriority >= Marks.MAIN_PRIORITY) {
      findings.add(
          section.place("priority"),
          "marks.priority",
          "uses priorities " + marks.priority() + " to " + lastPriority,
          "a range below 32766, the priority of the main table");
    }
    return marks;
  }
}
