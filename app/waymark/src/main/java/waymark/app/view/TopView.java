package waymark.app.view;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import waymark.api.AddressTraffic;
import waymark.api.Denial;
import waymark.api.LinkTraffic;
import waymark.api.RuleTraffic;
import waymark.api.Traffic;
import waymark.api.Volume;
import waymark.app.cli.Terminal.Tone;
import waymark.app.text.Formats;
import waymark.app.view.Columns.Cell;
import waymark.policy.Printable;

/** A table of the traffic by rule, name or link, the busiest first, or of what was refused. */
public enum TopView {
  RULES("RULE"),
  NAMES("NAME"),
  LINKS("LINK"),
  DENIED("DENIED");

  /** The width of the columns of figures and the gaps before them. */
  private static final int FIGURES = 54;

  /** The width from which the rule and link of a name are shown. */
  private static final int WIDE = 110;

  private static final int LEAST_NAME = 8;
  private static final int DETAIL = 16;

  private final String heading;

  TopView(String heading) {
    this.heading = heading;
  }

  /** A row of any table. */
  private record Entry(
      String name, String rule, String link, int connections, Volume total, Volume rate) {
    long busy() {
      return rate.sentBytes() + rate.receivedBytes();
    }

    long size() {
      return total.sentBytes() + total.receivedBytes();
    }

    Entry plus(Entry other) {
      return new Entry(
          name,
          rule.equals(other.rule) ? rule : "several",
          link.equals(other.link) ? link : "several",
          connections + other.connections,
          sum(total, other.total),
          sum(rate, other.rate));
    }

    private static Volume sum(Volume one, Volume other) {
      return new Volume(
          one.sentBytes() + other.sentBytes(),
          one.receivedBytes() + other.receivedBytes(),
          one.sentPackets() + other.sentPackets(),
          one.receivedPackets() + other.receivedPackets());
    }
  }

  private List<Entry> entries(Traffic traffic) {
    List<Entry> entries = new ArrayList<>();
    switch (this) {
      case RULES -> {
        for (RuleTraffic rule : traffic.rules()) {
          entries.add(
              new Entry(rule.rule(), "", "", rule.connections(), rule.total(), rule.rate()));
        }
      }
      case LINKS -> {
        for (LinkTraffic link : traffic.links()) {
          entries.add(
              new Entry(link.link(), "", "", link.connections(), link.total(), link.rate()));
        }
      }
      case NAMES -> {
        Map<String, Entry> byName = new LinkedHashMap<>();
        for (AddressTraffic address : traffic.addresses()) {
          String name = address.name().isEmpty() ? address.address() : address.name();
          byName.merge(
              name,
              new Entry(
                  name,
                  address.rule(),
                  address.link(),
                  address.connections(),
                  address.total(),
                  address.rate()),
              Entry::plus);
        }
        entries.addAll(byName.values());
      }
      case DENIED -> {}
    }
    entries.sort(
        Comparator.comparingLong(Entry::busy)
            .thenComparingLong(Entry::size)
            .reversed()
            .thenComparing(Entry::name));
    return entries;
  }

  TopView right() {
    return switch (this) {
      case RULES -> NAMES;
      case NAMES -> LINKS;
      case LINKS -> DENIED;
      case DENIED -> RULES;
    };
  }

  TopView left() {
    return right().right().right();
  }

  /** How many rows there are. */
  int size(Traffic traffic) {
    return this == DENIED ? traffic.denials().size() : entries(traffic).size();
  }

  /**
   * A part of the table.
   *
   * @param width of the terminal; the table takes at least 62 columns
   */
  public Columns table(Traffic traffic, int from, int rows, int width) {
    if (this == DENIED) {
      List<Denial> all = traffic.denials();
      return DenialsText.table(
          all.subList(Math.min(from, all.size()), Math.min(from + rows, all.size())), width);
    }
    boolean details = this == NAMES && width >= WIDE;
    int name = Math.max(LEAST_NAME, width - FIGURES - (details ? 2 * (DETAIL + 2) : 0));
    Columns table = new Columns().left(padded(heading, name));
    if (details) {
      table.left(padded("RULE", DETAIL)).left(padded("LINK", DETAIL));
    }
    table.right("  CONN").right("   OUT/S").right("    IN/S").right("     OUT").right("      IN");
    List<Entry> entries = entries(traffic);
    for (Entry entry :
        entries.subList(Math.min(from, entries.size()), Math.min(from + rows, entries.size()))) {
      List<Cell> cells = new ArrayList<>();
      cells.add(Cell.of(cut(Printable.of(entry.name()), name)));
      if (details) {
        cells.add(Cell.of(cut(Printable.of(entry.rule()), DETAIL)));
        cells.add(Cell.of(cut(Printable.of(entry.link()), DETAIL)));
      }
      Tone tone = entry.busy() == 0 ? Tone.FAINT : Tone.PLAIN;
      cells.add(new Cell(Formats.number(entry.connections()), tone));
      cells.add(new Cell(Formats.bytes(entry.rate().sentBytes()), tone));
      cells.add(new Cell(Formats.bytes(entry.rate().receivedBytes()), tone));
      cells.add(Cell.of(Formats.bytes(entry.total().sentBytes())));
      cells.add(Cell.of(Formats.bytes(entry.total().receivedBytes())));
      table.row(cells.toArray(Cell[]::new));
    }
    return table;
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  /** Cuts the beginning of a name, which says less than its end. */
  static String cut(String text, int width) {
    return text.length() <= width ? text : "…" + text.substring(text.length() - width + 1);
  }
}
