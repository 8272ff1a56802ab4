package waymark.app.view;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import waymark.api.AddressExplained;
import waymark.api.Candidate;
import waymark.api.Explained;
import waymark.api.Matched;
import waymark.app.cli.Terminal;
import waymark.app.cli.Terminal.Tone;
import waymark.app.text.Formats;
import waymark.app.view.Columns.Cell;
import waymark.policy.Printable;

/** An explanation as people read it. */
public final class ExplainedText {
  private final Terminal terminal;
  private final StringBuilder out = new StringBuilder();

  private ExplainedText(Terminal terminal) {
    this.terminal = terminal;
  }

  public static String of(Explained explained, Terminal terminal) {
    ExplainedText text = new ExplainedText(terminal);
    text.asked(explained);
    if (explained.kind() == Explained.Kind.NAME) {
      text.gap();
      text.name(explained);
    }
    for (AddressExplained address : explained.addresses()) {
      text.gap();
      text.address(address);
    }
    for (AddressExplained address : explained.resolved()) {
      text.gap();
      text.address(address);
    }
    return text.out.toString();
  }

  /** Which connections were asked about, if not all. */
  private void asked(Explained explained) {
    if (explained.ports().isEmpty() && explained.from().isEmpty()) {
      return;
    }
    connections(explained.ports(), explained.from());
    out.append(":\n");
  }

  private void connections(List<String> ports, List<String> from) {
    out.append("connections");
    if (!ports.isEmpty()) {
      out.append(" to port ").append(Printable.of(String.join(", ", ports)));
    }
    if (!from.isEmpty()) {
      out.append(" from ").append(Printable.of(String.join(", ", from)));
    }
  }

  /** Separates paragraphs. */
  private void gap() {
    if (!out.isEmpty()) {
      out.append('\n');
    }
  }

  private void name(Explained explained) {
    List<Matched> rules = explained.rules();
    out.append(terminal.paint(Tone.HEADING, explained.asked()));
    if (rules.isEmpty()) {
      out.append(
          ": no rule claims this name; networks and the default decide about its addresses\n");
      hints(explained);
      return;
    }
    if (explained.decides().isEmpty()) {
      out.append(": depends on the connection; where no rule applies, networks and the default");
      out.append(" decide\n");
    } else if (isShared(explained)) {
      shared(explained);
    } else {
      out.append(" goes to ").append(Printable.of(Formats.path(decisive(explained).to())));
      out.append(", by rule ").append(Printable.of(explained.decides())).append('\n');
    }
    Columns table = new Columns().left("RULE").left("TO").right("WEIGHT").left("MATCH");
    for (Matched rule : rules) {
      table.row(
          Cell.of(rule.rule()),
          Cell.of(Formats.path(rule.to())),
          Cell.of(Integer.toString(rule.weight())),
          Cell.of(by(rule)));
    }
    table.print("  ", terminal, out);
    scopes(rules, explained.decides());
    if (explained.addresses().isEmpty()) {
      out.append("  no address is held: none has been seen, or all leases have ended\n");
    }
    hints(explained);
  }

  private void hints(Explained explained) {
    explained.hints().forEach(hint -> out.append("  ").append(Printable.of(hint)).append('\n'));
  }

  /** Whether another rule decides about an address of the name. */
  private static boolean isShared(Explained explained) {
    return explained.addresses().stream()
        .anyMatch(address -> !address.decides().equals(explained.decides()));
  }

  private void shared(Explained explained) {
    Set<String> links = new LinkedHashSet<>();
    Set<String> rules = new LinkedHashSet<>();
    for (AddressExplained address : explained.addresses()) {
      links.add(address.link().isEmpty() ? "no link" : address.link());
      if (!address.decides().equals(explained.decides())) {
        rules.add(address.decides());
      }
    }
    out.append(" leaves by ").append(Printable.of(String.join(" or ", links)));
    out.append(", by its address: rule ").append(Printable.of(String.join(", ", rules)));
    out.append(" claims that too, and wins over rule ");
    out.append(Printable.of(explained.decides())).append('\n');
  }

  private void address(AddressExplained address) {
    out.append(terminal.paint(Tone.HEADING, address.address()));
    Matched decisive = address.decisive().claim();
    List<String> to = decisive.to();
    if (address.link().isEmpty()) {
      out.append(terminal.paint(Tone.BAD, " is refused"));
      out.append(
          !address.passedOver().isEmpty()
              ? ": " + Printable.of(address.passedOver())
              : to.size() == 1
                  ? ": " + Printable.of(to.getFirst()) + " is down"
                  : ": none of its links is up");
    } else if (address.link().equals("block")) {
      out.append(terminal.paint(Tone.BAD, " is refused"));
      out.append(decisive.by() == Matched.By.DEFAULT ? ": no rule allows it" : "");
    } else {
      out.append(" leaves by ").append(terminal.paint(Tone.GOOD, address.link()));
      out.append(
          address.link().equals(to.getFirst())
              ? ""
              : ", because "
                  + (address.passedOver().isEmpty()
                      ? Printable.of(to.getFirst()) + " is down"
                      : Printable.of(address.passedOver())));
    }
    if (!address.tieBreak().isEmpty()) {
      out.append(", by rule ").append(Printable.of(address.decides())).append(": it has ");
      out.append(Printable.of(address.tieBreak()));
    }
    if (!address.country().isEmpty()) {
      out.append(", in country ").append(Printable.of(address.country()));
    }
    out.append("; ").append(kernel(address)).append('\n');
    Columns table =
        new Columns()
            .left("RULE")
            .left("TO")
            .right("WEIGHT")
            .left("MATCH")
            .left("LEARNED FROM")
            .left("LEFT");
    for (Candidate candidate : address.candidates()) {
      Matched claim = candidate.claim();
      table.row(
          Cell.of(claim.rule()),
          Cell.of(Formats.path(claim.to())),
          Cell.of(Integer.toString(claim.weight())),
          Cell.of(by(claim)),
          Cell.of(learnedFrom(candidate)),
          Cell.of(left(candidate)));
    }
    table.print("  ", terminal, out);
    scopes(address.candidates().stream().map(Candidate::claim).toList(), address.decides());
  }

  private static Matched decisive(Explained explained) {
    for (Matched rule : explained.rules()) {
      if (rule.rule().equals(explained.decides())) {
        return rule;
      }
    }
    return explained.rules().getLast();
  }

  /** Rules for only some of the connections, if they come before the one that decides. */
  private void scopes(List<Matched> claims, String decides) {
    for (Matched claim : claims) {
      if (claim.rule().equals(decides)) {
        return;
      }
      out.append("  rule ").append(Printable.of(claim.rule())).append(" applies only to ");
      connections(claim.ports(), claim.from());
      out.append('\n');
    }
  }

  private String kernel(AddressExplained address) {
    if (!address.kernelAgrees()) {
      return terminal.paint(Tone.BAD, "but the kernel does not hold it");
    }
    return address.carried().isEmpty()
        ? "the kernel decides by networks and the default"
        : "the kernel holds it for " + Printable.of(Formats.path(address.carried()));
  }

  private static String by(Matched claim) {
    String list = claim.list().isEmpty() ? "" : " of list " + claim.list();
    return by(claim.by(), claim.pattern()) + list;
  }

  private static String by(Matched.By by, String pattern) {
    return switch (by) {
      case EXACT, SUFFIX, BELOW, REGEX -> pattern;
      case NETWORK -> "network " + pattern;
      case AREA -> (pattern.length() == 2 ? "country " : "") + pattern;
      case DEFAULT -> "-";
    };
  }

  private static String learnedFrom(Candidate candidate) {
    return candidate.names().isEmpty() ? "-" : String.join(" > ", candidate.names());
  }

  private static String left(Candidate candidate) {
    if (candidate.names().isEmpty()) {
      return "-";
    }
    return candidate.draining() ? "draining" : Formats.seconds(candidate.secondsLeft());
  }
}
