package waymark.app.command;

import java.time.Duration;
import waymark.api.Json;
import waymark.api.Traffic;
import waymark.app.cli.Command;
import waymark.app.cli.Exit;
import waymark.app.cli.Option;
import waymark.app.cli.Options;
import waymark.app.cli.ParsedArguments;
import waymark.app.cli.Syntax;
import waymark.app.cli.Terminal;
import waymark.app.client.DaemonClient;
import waymark.app.client.DaemonSearch;
import waymark.app.view.Screen;
import waymark.app.view.TopPicture;
import waymark.app.view.TopView;

/** {@code waymark top}. */
public final class TopCommand implements Command {
  private static final String ONCE = "--once";
  private static final int ROWS = 20;
  private static final int WIDTH = 120;

  /** Between two pictures; the daemon counts every two seconds while somebody watches. */
  private static final Duration EVERY = Duration.ofSeconds(1);

  /** How often the first count of a daemon just started is asked for. */
  private static final int FIRST_LOOKS = 30;

  @Override
  public Syntax syntax() {
    return Syntax.of("top", "show live traffic by rule, name and link, and what is refused")
        .detail(
            "The screen is updated every second. Keys: 1 rules, 2 names, 3 links, 4 denied, left"
                + " and right change between them, up and down scroll, q quits.")
        .detail(
            "OUT is what the initiators of connections sent, IN what they received: per second, and"
                + " in all since the daemon started (for links, since the kernel began to count).")
        .with(Option.flag(ONCE, "Print all tables once, as without a terminal."))
        .with(Options.config())
        .with(Options.state())
        .with(Options.json());
  }

  @Override
  public Exit run(ParsedArguments arguments, Terminal terminal) {
    DaemonClient daemonClient = DaemonSearch.daemon(arguments, terminal);
    Traffic traffic = first(daemonClient);
    if (arguments.has(Options.JSON)) {
      terminal.out().print(Json.pretty(traffic) + "\n");
    } else if (arguments.has(ONCE) || !Terminal.isInteractive()) {
      terminal.out().print(once(traffic, terminal));
    } else {
      show(daemonClient, traffic, terminal);
    }
    return Exit.DONE;
  }

  private static Traffic first(DaemonClient daemonClient) {
    Traffic traffic = daemonClient.traffic();
    try {
      for (int i = 0; i < FIRST_LOOKS && traffic.at().isEmpty(); i++) {
        Thread.sleep(100);
        traffic = daemonClient.traffic();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return traffic;
  }

  /** All tables, one below the other. */
  public static String once(Traffic traffic, Terminal terminal) {
    StringBuilder out = new StringBuilder();
    for (TopView view : TopView.values()) {
      out.append(out.isEmpty() ? "" : "\n");
      view.table(traffic, 0, ROWS, WIDTH).print("", terminal, out);
    }
    return out.toString();
  }

  private static void show(DaemonClient daemonClient, Traffic first, Terminal terminal) {
    try (Screen screen = Screen.open(terminal)) {
      TopPicture picture = new TopPicture(first);
      while (true) {
        screen.show(picture.lines(screen.size(), terminal));
        Screen.Key key = screen.key(EVERY);
        if (key == Screen.Key.QUIT) {
          return;
        }
        picture =
            key == Screen.Key.NONE ? picture.with(daemonClient.traffic()) : picture.after(key);
      }
    }
  }
}
