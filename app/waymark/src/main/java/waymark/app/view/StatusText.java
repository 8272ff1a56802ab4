package waymark.app.view;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import waymark.api.CaptureStatus;
import waymark.api.JournalStatus;
import waymark.api.LearningStatus;
import waymark.api.LinkStatus;
import waymark.api.RuleStatus;
import waymark.api.Sightings;
import waymark.api.Status;
import waymark.app.cli.Terminal;
import waymark.app.cli.Terminal.Tone;
import waymark.app.text.Formats;
import waymark.app.view.Columns.Cell;
import waymark.policy.Printable;

/** A status as people read it. */
public final class StatusText {
  private final Terminal terminal;
  private final StringBuilder out = new StringBuilder();

  private StatusText(Terminal terminal) {
    this.terminal = terminal;
  }

  /**
   * The whole status, with a final line break.
   *
   * @param now the time to which its age is counted
   */
  public static String of(Status status, Instant now, Terminal terminal) {
    StatusText text = new StatusText(terminal);
    text.head(status, now);
    text.links(status.links());
    text.rules(status.rules());
    text.figures(status);
    text.sentences(status.notes(), Formats.count(status.notes().size(), "note") + ":");
    text.conflicts(status.conflictsWithOthers());
    return text.out.toString();
  }

  private void head(Status status, Instant now) {
    long age = Math.max(0, Duration.between(Instant.parse(status.since()), now).toSeconds());
    boolean ready = status.state() == Status.State.READY;
    out.append("waymark ").append(Printable.of(status.version())).append(" is ");
    out.append(terminal.paint(ready ? Tone.GOOD : Tone.WARNING, status.state().toString()));
    out.append(": process ").append(status.pid()).append(", up ").append(Formats.seconds(age));
    out.append('\n');
    LearningStatus learning = status.learning();
    if (learning.asked() != learning.actual()) {
      out.append(terminal.paint(Tone.WARNING, learning(learning.actual())));
      out.append(" (not ")
          .append(learning.asked())
          .append(": ")
          .append(Printable.of(learning.why()))
          .append(')');
    } else {
      out.append(learning(learning.actual()));
    }
    out.append("; what no rule claims takes ")
        .append(Printable.of(Formats.path(status.defaultTo())));
    out.append('\n');
  }

  private static String learning(LearningStatus.Mode mode) {
    return switch (mode) {
      case HOLD -> "DNS answers are held until the kernel has their addresses";
      case OBSERVE -> "DNS answers are observed";
      case OFF -> "DNS answers are ignored";
    };
  }

  private void links(List<LinkStatus> links) {
    if (links.isEmpty()) {
      return;
    }
    Columns table =
        new Columns()
            .left("LINK")
            .left("LEAVES BY")
            .left("STATE")
            .right("INDEX")
            .right("MTU")
            .right("WRONG LINK");
    for (LinkStatus link : links) {
      String via = link.gateways().isEmpty() ? "" : " via " + String.join(", ", link.gateways());
      table.row(
          Cell.of(link.name()),
          Cell.of(link.device() + via),
          new Cell(link.state().toString(), tone(link.state())),
          Cell.of(known(link.index())),
          Cell.of(known(link.mtu())),
          new Cell(
              Formats.number(link.wrongLinkPackets()),
              link.wrongLinkPackets() == 0 ? Tone.PLAIN : Tone.BAD));
    }
    out.append('\n');
    table.print("", terminal, out);
    for (LinkStatus link : links) {
      if (!link.fault().isEmpty()) {
        out.append(terminal.paint(Tone.BAD, link.name() + " fails its check"));
        out.append(": ").append(Printable.of(link.fault())).append('\n');
      }
    }
  }

  private static Tone tone(LinkStatus.State state) {
    return switch (state) {
      case UP -> Tone.GOOD;
      case DOWN -> Tone.BAD;
      case ABSENT -> Tone.WARNING;
    };
  }

  private static String known(int number) {
    return number == 0 ? "-" : Integer.toString(number);
  }

  private void rules(List<RuleStatus> rules) {
    Columns table =
        new Columns().left("RULE").left("TO").right("WEIGHT").right("LEASES").right("DRAINING");
    for (RuleStatus rule : rules) {
      table.row(
          Cell.of(rule.name()),
          Cell.of(Formats.path(rule.to())),
          Cell.of(Integer.toString(rule.weight())),
          Cell.of(Formats.number(rule.leases())),
          Cell.of(Formats.number(rule.draining())));
    }
    out.append('\n');
    table.print("", terminal, out);
    for (RuleStatus rule : rules) {
      if (!rule.fault().isEmpty()) {
        out.append(terminal.paint(Tone.BAD, rule.name() + " is incomplete"));
        out.append(": ").append(Printable.of(rule.fault())).append('\n');
      }
    }
  }

  private void figures(Status status) {
    Sightings seen = status.sightings();
    CaptureStatus captureStatus = status.capture();
    out.append('\n');
    line(
        "leases",
        number(status.leases())
            + " on "
            + Formats.count(status.addresses(), "address", "addresses"),
        some(status.conflicts(), "in conflict"));
    line(
        "seen",
        number(seen.learned()) + " learned",
        number(seen.known()) + " known",
        number(seen.unconcerned()) + " unclaimed",
        some(seen.special(), "refused as special"),
        some(seen.own(), "refused as this host's own"),
        some(seen.full(), "refused at a limit"),
        some(seen.untrusted(), "refused as of unknown name servers"));
    line(
        "dns",
        Formats.count(captureStatus.questions(), "query", "queries"),
        Formats.count(captureStatus.answers(), "answer"),
        number(captureStatus.held()) + " held",
        some(captureStatus.passedLate(), "released late"),
        some(captureStatus.droppedLate(), "dropped late"),
        some(captureStatus.unasked(), "unsolicited"),
        some(captureStatus.broken(), "malformed"),
        some(captureStatus.lost(), "lost"));
    line(
        "unseen",
        some(status.gaps().untracked(), "DNS queries without connection tracking"),
        some(status.gaps().encrypted(), "connections of encrypted DNS"),
        some(status.gaps().unread(), "answers while no daemon held them"),
        some(status.gaps().crowded(), "DNS queries of clients with too many"),
        some(status.gaps().doubtful(), "doubtful answers about names of rules that fail closed"));
    if (!status.gaps().unknownServers().isEmpty()) {
      out.append(terminal.paint(Tone.WARNING, "unknown name servers"));
      out.append(" were asked for names of rules, and their answers are not learned: ");
      out.append(Printable.of(String.join(", ", status.gaps().unknownServers())));
      out.append("; see learn.trust\n");
    }
    if (!status.gaps().httpsServers().isEmpty()) {
      out.append(terminal.paint(Tone.WARNING, "well-known name servers"));
      out.append(" were reached by HTTPS, perhaps for DNS that teaches nothing: ");
      out.append(Printable.of(String.join(", ", status.gaps().httpsServers())));
      out.append("; see docs/dns.md\n");
    }
    line(
        "kernel",
        status.plane(),
        Formats.count(status.repairs(), "repair"),
        Formats.count(status.failures(), "failure"),
        Formats.count(status.moved(), "connection") + " moved");
    line("journal", journal(status.journal()), some(status.journal().lost(), "rows lost"));
    if (!status.journal().fault().isEmpty()) {
      out.append(terminal.paint(Tone.WARNING, "the journal is paused"));
      out.append(": ").append(Printable.of(status.journal().fault())).append('\n');
    }
    if (status.denials().byDefault()) {
      line(
          "denied",
          Formats.count(status.denials().refused(), "packet") + " refused",
          Formats.count(status.denials().strays(), "stray"));
    }
  }

  private static String journal(JournalStatus journal) {
    String size = journal.bytes() == 0 ? "" : ", " + Formats.bytes(journal.bytes());
    return switch (journal.mode()) {
      case OFF -> journal.bytes() == 0 ? "" : "off" + size;
      case HASHED -> "names hashed" + size;
      case FULL -> "names in full" + size;
    };
  }

  private void conflicts(List<String> sentences) {
    sentences(sentences, Formats.count(sentences.size(), "conflict") + " with other programs:");
  }

  private void sentences(List<String> sentences, String title) {
    if (!sentences.isEmpty()) {
      out.append('\n').append(terminal.paint(Tone.WARNING, title)).append('\n');
      sentences.forEach(sentence -> out.append("  ").append(Printable.of(sentence)).append('\n'));
    }
  }

  private static String number(long number) {
    return Formats.number(number);
  }

  /** An empty text for zero. */
  private static String some(long number, String what) {
    return number == 0 ? "" : Formats.number(number) + " " + what;
  }

  private void line(String word, String... parts) {
    if (List.of(parts).stream().allMatch(String::isEmpty)) {
      return;
    }
    out.append(terminal.paint(Tone.FAINT, word)).append(" ".repeat(8 - word.length()));
    boolean first = true;
    for (String part : parts) {
      if (!part.isEmpty()) {
        out.append(first ? "" : ", ").append(Printable.of(part));
        first = false;
      }
    }
    out.append('\n');
  }
}
