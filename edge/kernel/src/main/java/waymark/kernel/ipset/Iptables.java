package waymark.kernel.ipset;

import java.util.ArrayList;
import java.util.List;
import waymark.kernel.system.ExternalCommand;
import waymark.kernel.system.ScriptFile;

/** The commands {@code iptables-save} and {@code iptables-restore}, and those of IPv6. */
public final class Iptables {
  /** How long a command waits for the lock of another one, in seconds. */
  private static final String PATIENCE = "5";

  /** The command warns, amid its lines, for each label that it has no name for. */
  private static final String SAVE = "exec \"$0\" -c 2>/dev/null";

  private final ScriptFile script;

  /** Commands whose input is written to that file. */
  Iptables(ScriptFile script) {
    this.script = script;
  }

  /**
   * Runs a script that keeps other chains; each of its tables is one transaction.
   *
   * @throws KernelException with what was said, when it was refused
   */
  void restore(boolean ipv4, String text) {
    ExternalCommand.feed(
        List.of(name(ipv4) + "-restore", "--noflush", "--wait", PATIENCE), script, text);
  }

  /** Our chains and rules, table by table. */
  Saved save(boolean ipv4) {
    return Saved.of(ExternalCommand.run(List.of("sh", "-c", SAVE, name(ipv4) + "-save")));
  }

  /** Whether the commands change nftables behind the scenes, and so its generation. */
  static boolean isNftables() {
    return ExternalCommand.run(List.of("iptables", "-V")).contains("nf_tables");
  }

  private static String name(boolean ipv4) {
    return ipv4 ? "iptables" : "ip6tables";
  }

  /**
   * A line about a chain or a rule of ours.
   *
   * @param packets that the rule has matched; 0 for a chain
   * @param text without its counters
   */
  public record Line(String table, long packets, String text) {
    /** The chain that the line is about. */
    String chain() {
      String[] words = text.split(" ", 3);
      return words[0].startsWith(":") ? words[0].substring(1) : words[1];
    }

    boolean isChain() {
      return text.startsWith(":");
    }

    /** Whether this is a rule of a built-in chain that leads to one of ours. */
    boolean isJump() {
      return !isChain() && !chain().startsWith(IptablesNames.PREFIX);
    }
  }

  /**
   * What of ours was there at one moment.
   *
   * @param tables every table there, ours or not
   */
  public record Saved(List<String> tables, List<Line> lines) {
    public Saved {
      tables = List.copyOf(tables);
      lines = List.copyOf(lines);
    }

    static Saved of(String text) {
      List<String> tables = new ArrayList<>();
      List<Line> lines = new ArrayList<>();
      String table = "";
      for (String line : text.lines().toList()) {
        if (line.startsWith("*")) {
          table = line.substring(1);
          tables.add(table);
        } else if (line.contains(IptablesNames.PREFIX)) {
          if (line.startsWith(":")) {
            lines.add(new Line(table, 0, line.substring(0, line.indexOf(" "))));
          } else if (line.startsWith("[")) {
            long packets = Long.parseLong(line.substring(1, line.indexOf(":")));
            lines.add(new Line(table, packets, line.substring(line.indexOf("]") + 2)));
          }
        }
      }
      return new Saved(tables, lines);
    }

    /** What is compared: all but the counters. */
    List<String> texts() {
      return lines.stream().map(line -> line.table() + " " + line.text()).toList();
    }
  }
}
