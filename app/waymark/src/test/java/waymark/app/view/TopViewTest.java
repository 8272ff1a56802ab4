package waymark.app.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import waymark.app.Captured;
import waymark.app.Samples;
import waymark.app.cli.Terminal;
import waymark.app.command.TopCommand;
import waymark.app.text.Formats;

class TopViewTest {
  private static final Terminal PLAIN = Captured.terminal(false);

  @Test
  void itFitsAPlainTerminal() {
    TopPicture picture = new TopPicture(Samples.TRAFFIC).after(Screen.Key.TWO);
    List<String> lines = picture.lines(Screen.Size.PLAIN, PLAIN);
    assertThat(lines).hasSize(24).allMatch(line -> line.length() <= 80);
    assertThat(String.join("\n", lines.subList(0, 5)))
        .isEqualTo(
            """
            waymark  out 1.5 kB/s  in 2.0 MB/s  7 connections

            NAME                          CONN     OUT/S      IN/S       OUT        IN
            www.example.com                  3    1.5 kB    2.0 MB    1.2 MB  100.0 MB
            203.0.113.9                      4       0 B       0 B    1.0 kB    2.0 kB\
            """);
    assertThat(lines.getLast())
        .isEqualTo("1 rules  2 names  3 links  4 denied  arrows scroll  q quit");
  }

  @Test
  void aWideTerminalHasRuleAndLink() {
    String table = text(TopView.NAMES, 120);
    assertThat(table).contains("RULE", "LINK");
    assertThat(table.lines()).allMatch(line -> line.length() <= 120);
    assertThat(table.lines().toList().get(1)).contains("video", "vpn");
  }

  private static String text(TopView view, int width) {
    StringBuilder out = new StringBuilder();
    view.table(Samples.TRAFFIC, 0, 100, width).print("", PLAIN, out);
    return out.toString();
  }

  @Test
  void whatIsRefusedFitsAPlainTerminal() {
    TopPicture picture = new TopPicture(Samples.TRAFFIC).after(Screen.Key.FOUR);
    List<String> lines = picture.lines(Screen.Size.PLAIN, PLAIN);
    assertThat(lines).allMatch(line -> line.length() <= 80);
    assertThat(lines.get(3)).contains("192.168.1.20", "api.example", "tcp/443", "default");
  }

  @Test
  void tinyTerminalsBreakNothing() {
    for (int rows = 1; rows < 6; rows++) {
      assertThat(new TopPicture(Samples.TRAFFIC).lines(new Screen.Size(rows, 10), PLAIN))
          .hasSizeLessThanOrEqualTo(rows);
    }
  }

  @Test
  void keysChooseViewsAndScroll() {
    TopPicture rules = new TopPicture(Samples.TRAFFIC);
    assertThat(rules.view()).isEqualTo(TopView.RULES);
    assertThat(rules.after(Screen.Key.THREE).view()).isEqualTo(TopView.LINKS);
    assertThat(rules.after(Screen.Key.LEFT).view()).isEqualTo(TopView.DENIED);
    assertThat(rules.after(Screen.Key.FOUR).view()).isEqualTo(TopView.DENIED);
    assertThat(rules.after(Screen.Key.RIGHT).view()).isEqualTo(TopView.NAMES);
    TopPicture links = rules.after(Screen.Key.THREE);
    assertThat(links.after(Screen.Key.DOWN).from()).isEqualTo(1);
    assertThat(links.after(Screen.Key.PAGE_DOWN).from()).isEqualTo(1);
    assertThat(links.after(Screen.Key.UP).from()).isZero();
    assertThat(links.after(Screen.Key.OTHER)).isEqualTo(links);
  }

  @Test
  void whatTerminalsSendIsUnderstood() {
    assertThat(Screen.key("q")).isEqualTo(Screen.Key.QUIT);
    assertThat(Screen.key("\033[A")).isEqualTo(Screen.Key.UP);
    assertThat(Screen.key("\033OB")).isEqualTo(Screen.Key.DOWN);
    assertThat(Screen.key("x")).isEqualTo(Screen.Key.OTHER);
    assertThat(Screen.parse("50 132")).isEqualTo(new Screen.Size(50, 132));
    assertThat(Screen.parse("0 0")).isEqualTo(Screen.Size.PLAIN);
    assertThat(Screen.parse("stty: no terminal")).isEqualTo(Screen.Size.PLAIN);
  }

  @Test
  void onceHasAllTables() {
    assertThat(TopCommand.once(Samples.TRAFFIC, PLAIN))
        .contains(
            "RULE ", "NAME ", "LINK ", "video", "203.0.113.9", "direct", "CLIENT", "api.example");
  }

  @Test
  void bytesAreReadable() {
    assertThat(Formats.bytes(0)).isEqualTo("0 B");
    assertThat(Formats.bytes(999)).isEqualTo("999 B");
    assertThat(Formats.bytes(1_000)).isEqualTo("1.0 kB");
    assertThat(Formats.bytes(999_949)).isEqualTo("999.9 kB");
    assertThat(Formats.bytes(999_950)).isEqualTo("1.0 MB");
    assertThat(Formats.bytes(Long.MAX_VALUE)).isEqualTo("9.2 EB");
  }
}
