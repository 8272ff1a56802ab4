package waymark.app.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import waymark.api.LinkTraffic;
import waymark.api.Traffic;
import waymark.app.cli.Terminal;
import waymark.app.cli.Terminal.Tone;
import waymark.app.text.Formats;

/**
 * What {@code waymark top} shows at one moment.
 *
 * @param from the first row that is shown
 */
public record TopPicture(Traffic traffic, TopView view, int from) {
  /** The lines around the rows: head, empty line, headings, keys. */
  private static final int AROUND = 4;

  private static final int PAGE = 10;

  public TopPicture(Traffic traffic) {
    this(traffic, TopView.RULES, 0);
  }

  public TopPicture with(Traffic later) {
    return new TopPicture(later, view, from);
  }

  public TopPicture after(Screen.Key key) {
    return switch (key) {
      case ONE -> new TopPicture(traffic, TopView.RULES, 0);
      case TWO -> new TopPicture(traffic, TopView.NAMES, 0);
      case THREE -> new TopPicture(traffic, TopView.LINKS, 0);
      case FOUR -> new TopPicture(traffic, TopView.DENIED, 0);
      case LEFT -> new TopPicture(traffic, view.left(), 0);
      case RIGHT -> new TopPicture(traffic, view.right(), 0);
      case UP -> scrolled(-1);
      case DOWN -> scrolled(1);
      case PAGE_UP -> scrolled(-PAGE);
      case PAGE_DOWN -> scrolled(PAGE);
      case NONE, OTHER, QUIT -> this;
    };
  }

  private TopPicture scrolled(int rows) {
    int last = Math.max(0, view.size(traffic) - 1);
    return new TopPicture(traffic, view, Math.clamp(from + rows, 0, last));
  }

  /** As many lines as the screen has. */
  public List<String> lines(Screen.Size size, Terminal terminal) {
    int rows = Math.max(1, size.rows() - AROUND);
    List<String> lines = new ArrayList<>();
    lines.add(head(size.columns()));
    lines.add("");
    StringBuilder table = new StringBuilder();
    view.table(traffic, from, rows, size.columns()).print("", terminal, table);
    table.toString().lines().forEach(lines::add);
    while (lines.size() < size.rows() - 1) {
      lines.add("");
    }
    lines.add(keys(terminal));
    return lines.subList(0, Math.min(lines.size(), Math.max(1, size.rows())));
  }

  private String head(int width) {
    long sent = 0;
    long received = 0;
    for (LinkTraffic link : traffic.links()) {
      sent += link.rate().sentBytes();
      received += link.rate().receivedBytes();
    }
    String head =
        "waymark  out "
            + Formats.bytes(sent)
            + "/s  in "
            + Formats.bytes(received)
            + "/s  "
            + Formats.count(traffic.connections(), "connection");
    return head.substring(0, Math.min(width, head.length()));
  }

  private String keys(Terminal terminal) {
    StringBuilder keys = new StringBuilder();
    int number = 1;
    for (TopView each : TopView.values()) {
      String text = number++ + " " + each.toString().toLowerCase(Locale.ROOT);
      keys.append(terminal.paint(each == view ? Tone.HEADING : Tone.FAINT, text)).append("  ");
    }
    return keys + terminal.paint(Tone.FAINT, "arrows scroll  q quit");
  }
}
