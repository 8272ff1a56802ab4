package waymark.app.manual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waymark.app.Captured;
import waymark.app.Shell;
import waymark.app.cli.Exit;
import waymark.app.cli.Option;
import waymark.app.cli.Options;
import waymark.app.cli.Syntax;

class ManualPageTest {
  private static final String GROFF = "groff -man -Tutf8 -rLL=100n -P-cbou";

  @TempDir private Path folder = Path.of("");

  private List<Path> pages() throws IOException {
    assertThat(Captured.run("man", "--to", folder.toString()).exit()).isEqualTo(Exit.DONE);
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  @Test
  void manAndGroffHaveNoWarning() throws IOException {
    assumeTrue(Shell.has("man") && Shell.has("groff"), "man or groff is not installed");
    List<Path> pages = pages();
    assertThat(pages).hasSizeGreaterThan(10);
    for (Path page : pages) {
      String name = page.toString();
      assertThat(Shell.run(folder, "sh", "-c", "man --warnings -l \"$1\" >/dev/null", "sh", name))
          .as(name)
          .isEmpty();
      assertThat(Shell.run(folder, "groff", "-man", "-ww", "-z", "-Tutf8", name))
          .as(name)
          .isEmpty();
    }
  }

  @Test
  void aPageReadsAsItShould() throws IOException {
    assumeTrue(Shell.has("groff"), "groff is not installed");
    assertThat(pages()).contains(folder.resolve("waymark.1"));
    String text = Shell.run(folder, "sh", "-c", GROFF + " waymark-apply.1 | cat -s");
    assertThat(text)
        .contains("NAME\n       waymark-apply - put a configuration's policy in force")
        .contains("SYNOPSIS\n       waymark apply [OPTION]...\n")
        .contains("       -c, --config FILE\n              Use this configuration file instead of")
        .contains("EXIT STATUS\n       0      Done.\n")
        .contains("           waymark apply -c new.yaml --confirm-within 60s\n")
        .contains("SEE ALSO\n       waymark(1)\n");
  }

  @Test
  void onePageIsPrinted() {
    assertThat(Captured.run("man").out()).startsWith(".TH WAYMARK \"1\"").contains("WAYMARK");
    assertThat(Captured.run("man", "status").out())
        .startsWith(".TH WAYMARK\\-STATUS \"1\" \"\" \"waymark ")
        .contains("\n.SH NAME\nwaymark\\-status \\- show links");
    Captured both = Captured.run("man", "status", "--to", folder.toString());
    assertThat(both.exit()).isEqualTo(Exit.WRONG);
  }

  @Test
  void whatRoffWouldTakeForItsOwnIsEscaped() {
    Syntax syntax =
        Syntax.of("odd", "print what's \"odd\"")
            .detail(".starts like a request, with a \\, ~ and ^")
            .with(Option.flag(Options.JSON, "'quoted' `text`."));
    assertThat(ManualPage.of(syntax).roff())
        .contains("\\- print what\\(aqs \\(dqodd\\(dq\n")
        .contains("\n\\&.starts like a request, with a \\e, \\(ti and \\(ha\n")
        .contains("\\fB\\-\\-json\\fR\n\\(aqquoted\\(aq \\(gatext\\(ga.\n");
  }
}
