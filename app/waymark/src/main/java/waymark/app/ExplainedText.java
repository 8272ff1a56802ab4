package waymark.app;

import java.util.List;
import waymark.api.AddressExplained;
import waymark.api.Candidate;
import waymark.api.Explained;
import waymark.api.Matched;
import waymark.app.Columns.Cell;
import waymark.app.Terminal.Tone;

/** An explanation as people read it. */
final class ExplainedText {
  private final Terminal terminal;
  private final StringBuilder out = new StringBuilder();

  private ExplainedText(Terminal terminal) {
    this.terminal = terminal;
  }

  static String of(Explained explained, Terminal terminal) {
    ExplainedText text = new ExplainedText(terminal);
    if (explained.kind() == Explained.Kind.NAME) {
      text.name(explained);
    }
    for (AddressExplained address : explained.addresses()) {
      if (!text.out.isEmpty()) {
        text.out.append('\n');
      }
      text.address(address);
    }
    return text.out.toString();
  }

  private void name(Explained explained) {
    List<Matched> rules = explained.rules();
    out.append(terminal.paint(Tone.HEADING, explained.asked()));
    if (rules.isEmpty()) {
      out.append(
          ": no rule claims it; each of its addresses goes where networks and default say\n");
      return;
    }
    Matched winner = rules.getFirst();
    out.append(" goes to ").append(Wording.path(winner.to()));
    out.append(", by rule ").append(winner.rule()).append('\n');
    Columns table = new Columns().left("RULE").left("TO").right("WEIGHT").left("BY");
    for (Matched rule : rules) {
      table.row(
          Cell.of(rule.rule()),
          Cell.of(Wording.path(rule.to())),
          Cell.of(Integer.toString(rule.weight())),
          Cell.of(by(rule)));
    }
    table.print("  ", terminal, out);
    if (explained.addresses().isEmpty()) {
      out.append("  no address of it is held: none has been seen, or all have ended\n");
    }
  }

  private void address(AddressExplained address) {
    out.append(terminal.paint(Tone.HEADING, address.address()));
    List<String> to = List.of();
    for (Candidate candidate : address.candidates()) {
      to = candidate.claim().to();
      if (candidate.claim().ports().isEmpty() && candidate.claim().from().isEmpty()) {
        break;
      }
    }
    if (address.link().isEmpty()) {
      out.append(terminal.paint(Tone.BAD, " is refused"));
      out.append(to.size() == 1 ? ": " + to.getFirst() + " is not up" : ": no link of it is up");
    } else if (address.link().equals("block")) {
      out.append(terminal.paint(Tone.BAD, " is refused"));
      out.append(isDefault(address) ? ": no rule allows it" : "");
    } else {
      out.append(" leaves by ").append(terminal.paint(Tone.GOOD, address.link()));
      out.append(
          address.link().equals(to.getFirst()) ? "" : ", because " + to.getFirst() + " is not up");
    }
    out.append("; ").append(kernel(address)).append('\n');
    Columns table =
        new Columns()
            .left("RULE")
            .left("TO")
            .right("WEIGHT")
            .left("BY")
            .left("BECAUSE OF")
            .left("LEFT");
    for (Candidate candidate : address.candidates()) {
      Matched claim = candidate.claim();
      table.row(
          Cell.of(claim.rule()),
          Cell.of(Wording.path(claim.to())),
          Cell.of(Integer.toString(claim.weight())),
          Cell.of(by(claim)),
          Cell.of(because(candidate)),
          Cell.of(left(candidate)));
    }
    table.print("  ", terminal, out);
    scopes(address);
  }

  /** Whether no rule is about all connections there. */
  private static boolean isDefault(AddressExplained address) {
    for (Candidate candidate : address.candidates()) {
      Matched claim = candidate.claim();
      if (claim.ports().isEmpty() && claim.from().isEmpty()) {
        return claim.by() == Matched.By.DEFAULT;
      }
    }
    return false;
  }

  /** Rules that are only about some connections, if they come before what decides the others. */
  private void scopes(AddressExplained address) {
    for (Candidate candidate : address.candidates()) {
      Matched claim = candidate.claim();
      if (claim.ports().isEmpty() && claim.from().isEmpty()) {
        return;
      }
      out.append("  rule ").append(claim.rule()).append(" is only about connections");
      if (!claim.ports().isEmpty()) {
        out.append(" to port ").append(String.join(", ", claim.ports()));
      }
      if (!claim.from().isEmpty()) {
        out.append(" from ").append(String.join(", ", claim.from()));
      }
      out.append('\n');
    }
  }

  private String kernel(AddressExplained address) {
    if (!address.kernelAgrees()) {
      return terminal.paint(Tone.BAD, "but the kernel does not hold that");
    }
    return address.carried().isEmpty()
        ? "the kernel decides it by networks and default"
        : "the kernel holds it for " + Wording.path(address.carried());
  }

  private static String by(Matched claim) {
    return switch (claim.by()) {
      case EXACT, SUFFIX, BELOW, REGEX -> claim.pattern();
      case NETWORK -> "network " + claim.pattern();
      case AREA -> (claim.pattern().length() == 2 ? "country " : "") + claim.pattern();
      case DEFAULT -> "-";
    };
  }

  private static String because(Candidate candidate) {
    return candidate.names().isEmpty() ? "-" : String.join(" > ", candidate.names());
  }

  private static String left(Candidate candidate) {
    if (candidate.names().isEmpty()) {
      return "-";
    }
    return candidate.draining() ? "draining" : Wording.seconds(candidate.secondsLeft());
  }
}
