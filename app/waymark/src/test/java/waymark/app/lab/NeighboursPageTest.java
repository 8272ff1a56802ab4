package waymark.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What docs/neighbours.md tells people to do is what the lab does; docs/security.md names tests.
 */
class NeighboursPageTest {
  private static final Pattern BLOCK = Pattern.compile("(?s)```(?:sh|ini)\n(.*?)```");

  private static Path root() {
    Path root = Path.of("").toAbsolutePath();
    while (!Files.exists(root.resolve("docs/lab.md"))) {
      root = root.getParent();
    }
    return root;
  }

  @Test
  void everyCommandRunsInTheLab() throws IOException {
    StringBuilder lab = new StringBuilder();
    Path app = root().resolve("app/waymark/src/main");
    for (Path folder :
        List.of(app.resolve("java/waymark/app/lab"), app.resolve("resources/waymark/app/lab"))) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          lab.append(Files.readString(file));
        }
      }
    }
    String known = plain(lab.toString());
    int lines = 0;
    for (Matcher block = BLOCK.matcher(Files.readString(root().resolve("docs/neighbours.md")));
        block.find(); ) {
      for (String line : block.group(1).split("\n", -1)) {
        if (!line.isBlank()) {
          assertThat(known).as(line).contains(plain(line));
          lines++;
        }
      }
    }
    assertThat(lines).isGreaterThan(3);
  }

  @Test
  void everyToolOfTheLabHasASection() throws IOException {
    String page = Files.readString(root().resolve("docs/neighbours.md"));
    for (Scenario scenario : Neighbours.all(1, 1)) {
      if (scenario instanceof Neighbour neighbour) {
        assertThat(page).contains(neighbour.title());
      }
    }
  }

  @Test
  void securityNamesTestsThatThereAre() throws IOException {
    Set<String> tests = new HashSet<>();
    try (Stream<Path> files = Files.walk(root())) {
      files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith("Test.java"))
          .forEach(name -> tests.add(name.replace(".java", "")));
    }
    Matcher named =
        Pattern.compile("`(\\w+Test)`")
            .matcher(Files.readString(root().resolve("docs/security.md")));
    Set<String> missing = new HashSet<>();
    int count = 0;
    while (named.find()) {
      count++;
      if (!tests.contains(named.group(1))) {
        missing.add(named.group(1));
      }
    }
    assertThat(missing).isEmpty();
    assertThat(count).isGreaterThan(15);
  }

  private static String plain(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }
}
