package waymark.app.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Small files for the tests. */
final class Example {
  static final Path FILE = Path.of("/etc/waymark/waymark.yaml");

  private Example() {}

  static Loaded load(String text) {
    return Configuration.parse(FILE, text, Map.of("LINK", "vpn", "EMPTY", "", "PRIORITY", "900"));
  }

  static Configuration configuration(String text) {
    return switch (load(text)) {
      case Configuration configuration -> configuration;
      case Problems problems -> throw new AssertionError(problems.toString());
    };
  }

  /** Each problem without the file's name. */
  static List<String> problems(String text) {
    return switch (load(text)) {
      case Configuration _ -> List.of();
      case Problems problems -> {
        List<String> lines = new ArrayList<>();
        for (Problem problem : problems.list()) {
          lines.add(problem.toString().replace(FILE + ":", "").strip());
        }
        yield lines;
      }
    };
  }

  /** The problems of a file that is right but for these lines. */
  static List<String> problemsWith(String lines) {
    return problems(
        """
        rules: [{ name: a, to: direct, domains: [a.example] }]
        """
            + lines);
  }
}
