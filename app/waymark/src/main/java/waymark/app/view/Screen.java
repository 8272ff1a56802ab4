package waymark.app.view;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import waymark.app.cli.Exit;
import waymark.app.cli.Failure;
import waymark.app.cli.Terminal;

/**
 * Controls the whole terminal by {@code stty} and control sequences that every terminal knows
 * (ECMA-48, and xterm's alternate screen). Closing restores it, and so does the end of the process,
 * except by SIGKILL.
 */
public final class Screen implements AutoCloseable {
  private static final String ENTER = "\033[?1049h\033[?25l";
  private static final String LEAVE = "\033[?25h\033[?1049l";
  private static final String HOME = "\033[H";
  private static final String TO_END_OF_LINE = "\033[K";
  private static final String TO_END = "\033[J";

  /** A key that was pressed. */
  public enum Key {
    /** No key was pressed. */
    NONE,
    QUIT,
    ONE,
    TWO,
    THREE,
    FOUR,
    UP,
    DOWN,
    LEFT,
    RIGHT,
    PAGE_UP,
    PAGE_DOWN,
    /** A key without a meaning here. */
    OTHER
  }

  /** The size in characters. */
  public record Size(int rows, int columns) {
    static final Size PLAIN = new Size(24, 80);
  }

  private final PrintStream out;
  private final String before;
  private final BlockingQueue<Key> keys = new LinkedBlockingQueue<>();
  private final Thread restore = Thread.ofPlatform().unstarted(this::restore);

  private Screen(PrintStream out, String before) {
    this.out = out;
    this.before = before;
  }

  /**
   * Takes over the terminal.
   *
   * @throws Failure when that cannot be done
   */
  public static Screen open(Terminal terminal) {
    Screen screen = new Screen(terminal.out(), stty("-g"));
    Runtime.getRuntime().addShutdownHook(screen.restore);
    // Ctrl-C still ends it; Ctrl-Z would leave an unusable terminal behind.
    stty("-icanon", "-echo", "susp", "undef", "min", "1", "time", "0");
    screen.out.print(ENTER);
    screen.out.flush();
    Thread.ofPlatform().daemon().name("waymark-keys").start(() -> screen.read(System.in));
    return screen;
  }

  private static String stty(String... arguments) {
    List<String> command = new ArrayList<>(List.of("stty"));
    command.addAll(List.of(arguments));
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectInput(ProcessBuilder.Redirect.INHERIT)
              .redirectErrorStream(true)
              .start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() == 0) {
        return said.strip();
      }
      throw new Failure(Exit.FAILED, "stty refuses this terminal: " + said.strip(), "use --once");
    } catch (IOException e) {
      throw new Failure(Exit.FAILED, "cannot run stty: " + e.getMessage(), "use --once");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure(Exit.FAILED, "interrupted", "");
    }
  }

  /** The size as it is now: a window may have been resized. */
  public Size size() {
    return parse(stty("size"));
  }

  /** Rows and columns; those of a plain terminal where they are unknown. */
  static Size parse(String text) {
    if (!text.matches("\\d{1,4} \\d{1,4}")) {
      return Size.PLAIN;
    }
    int space = text.indexOf(' ');
    int rows = Integer.parseInt(text.substring(0, space));
    int columns = Integer.parseInt(text.substring(space + 1));
    return rows == 0 || columns == 0 ? Size.PLAIN : new Size(rows, columns);
  }

  /** Shows these lines and nothing else. */
  public void show(List<String> lines) {
    StringBuilder text = new StringBuilder(HOME);
    for (int i = 0; i < lines.size(); i++) {
      text.append(i == 0 ? "" : "\r\n").append(lines.get(i)).append(TO_END_OF_LINE);
    }
    out.print(text.append(TO_END));
    out.flush();
  }

  /** The next key that is pressed within that time, or NONE. */
  public Key key(Duration within) {
    try {
      Key key = keys.poll(within.toMillis(), TimeUnit.MILLISECONDS);
      return key == null ? Key.NONE : key;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Key.QUIT;
    }
  }

  private void read(InputStream in) {
    try {
      byte[] bytes = new byte[16];
      int length;
      while ((length = in.read(bytes)) > 0) {
        keys.add(key(new String(bytes, 0, length, StandardCharsets.ISO_8859_1)));
      }
    } catch (IOException e) {
      // The terminal is gone.
    }
    keys.add(Key.QUIT);
  }

  /** The key of what a terminal sends at once. */
  static Key key(String sent) {
    return switch (sent) {
      case "q", "Q", "\004" -> Key.QUIT;
      case "1" -> Key.ONE;
      case "2" -> Key.TWO;
      case "3" -> Key.THREE;
      case "4" -> Key.FOUR;
      case "\033[A", "\033OA", "k" -> Key.UP;
      case "\033[B", "\033OB", "j" -> Key.DOWN;
      case "\033[D", "\033OD", "h" -> Key.LEFT;
      case "\033[C", "\033OC", "l", "\t" -> Key.RIGHT;
      case "\033[5~" -> Key.PAGE_UP;
      case "\033[6~", " " -> Key.PAGE_DOWN;
      default -> Key.OTHER;
    };
  }

  private void restore() {
    out.print(LEAVE);
    out.flush();
    try {
      stty(before);
    } catch (Failure e) {
      // The terminal is gone.
    }
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(restore);
    } catch (IllegalStateException e) {
      return; // The shutdown runs already.
    }
    restore();
  }
}
