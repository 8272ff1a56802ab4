package waymark.app.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waymark.app.Captured;
import waymark.app.cli.Exit;

/** What check and plan say about lists and country files. */
class SourceCheckTest {
  @TempDir private Path folder = Path.of("");

  private Captured check(String... lines) throws IOException {
    return Captured.run("check", "-c", file(lines).toString());
  }

  private Path file(String... lines) throws IOException {
    return Files.writeString(
        folder.resolve("waymark.yaml"),
        "state: " + folder.resolve("state") + "\n" + String.join("\n", lines) + "\n");
  }

  @Test
  void aMissingCountryFileIsAProblem() throws IOException {
    String[] lines = {"country-db: none.mmdb", "rules: [{ name: nl, to: block, countries: [NL] }]"};
    Captured run = check(lines);
    assertThat(run.exit()).isEqualTo(Exit.WRONG);
    assertThat(run.out())
        .isEqualTo(
            folder.resolve("waymark.yaml")
                + ":2:13: country-db: there is no file "
                + folder.resolve("none.mmdb")
                + "; expected: an MMDB file with countries: correct the path, or fetch one with"
                + " 'waymark countries update'\n");
    assertThat(run.err()).isEqualTo("waymark: 1 problem in " + file(lines) + "\n");
    Captured plan = Captured.run("plan", "-c", file(lines).toString());
    assertThat(plan.exit()).isEqualTo(Exit.WRONG);
    assertThat(plan.out()).isEqualTo(run.out());
  }

  @Test
  void soIsABrokenOne() throws IOException {
    Files.writeString(folder.resolve("broken.mmdb"), "no database");
    Captured run =
        check("country-db: broken.mmdb", "rules: [{ name: nl, to: block, countries: [NL] }]");
    assertThat(run.exit()).isEqualTo(Exit.WRONG);
    assertThat(run.out())
        .contains(":2:13: country-db: ", "broken.mmdb is not a complete MMDB file");
  }

  @Test
  void andOneThatIsNamedWithoutUse() throws IOException {
    Captured run =
        check("country-db: none.mmdb", "rules: [{ name: a, to: block, domains: [a.example] }]");
    assertThat(run.exit()).isEqualTo(Exit.WRONG);
    assertThat(run.out()).contains("country-db: there is no readable file ");
  }

  @Test
  void theOneThatWaymarkFetchesIsANote() throws IOException {
    Captured run = check("rules: [{ name: nl, to: block, countries: [NL] }]");
    assertThat(run.exit()).isEqualTo(Exit.DONE);
    assertThat(run.err())
        .startsWith("waymark: note: rules by country match nothing until the daemon has fetched ");
  }

  @Test
  void aListWithoutAReadableFileIsAProblem() throws IOException {
    Files.createDirectory(folder.resolve("folder"));
    Files.writeString(folder.resolve("ads.txt"), "||ads.example^\n");
    Captured run =
        check(
            "lists:",
            "  work: { file: none.txt }",
            "  home: { file: folder }",
            "  ads: { file: ads.txt }",
            "  far: { url: 'http://127.0.0.1:9/list' }",
            "rules: [{ name: a, to: block, lists: [work, home, ads, far] }]");
    assertThat(run.exit()).isEqualTo(Exit.WRONG);
    assertThat(run.out().lines())
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .contains(":3:17: lists.work.file: list 'work': there is no file ", "none.txt"),
            line -> assertThat(line).contains(":4:17: lists.home.file: list 'home': cannot read "),
            line ->
                assertThat(line)
                    .contains(":5:16: lists.ads.file: ", "1 of 1 entries are invalid")
                    .contains("expected: a list that can be read"));
  }

  @Test
  void aListThatCanBeReadMayHaveWarnings() throws IOException {
    Files.writeString(folder.resolve("ads.txt"), "a.example\nb.example\n||ads.example^\n");
    Captured run =
        check(
            "lists: { ads: { file: ads.txt }, far: { url: 'http://127.0.0.1:9/list' } }",
            "rules: [{ name: a, to: block, lists: [ads, far] }]");
    assertThat(run.exit()).isEqualTo(Exit.DONE);
    assertThat(run.err().lines())
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .startsWith(
                        "waymark: warning: list 'ads': skipped 1 invalid entry: line 3: "
                            + "'||ads.example^' is for ad blockers"),
            line ->
                assertThat(line)
                    .isEqualTo(
                        "waymark: note: list 'far' is empty until the daemon has fetched it"));
  }
}
