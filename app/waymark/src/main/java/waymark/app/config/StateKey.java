package waymark.app.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Finds the key {@code state} in a file that may be broken elsewhere. */
final class StateKey {
  private static final String KEY = "state";

  private StateKey() {}

  /** The folder, or the default of a file without the key; empty where it cannot be told. */
  static Optional<Path> find(Path file, String text, Map<String, String> environment) {
    return switch (parse(text, environment)) {
      case Value.Section section -> folder(file, section);
      case Value.Broken _ -> ofLine(file, text, environment);
      case Value.Text _, Value.Items _ -> Optional.empty();
    };
  }

  /** The file is not YAML as a whole, but the line of the key may be. */
  private static Optional<Path> ofLine(Path file, String text, Map<String, String> environment) {
    Optional<String> line = text.lines().filter(it -> it.startsWith(KEY + ":")).findFirst();
    return line.map(it -> parse(it, environment))
        .flatMap(
            value ->
                value instanceof Value.Section section ? folder(file, section) : Optional.empty());
  }

  private static Value parse(String text, Map<String, String> environment) {
    return Yaml.parse(text, environment, new Findings(""));
  }

  private static Optional<Path> folder(Path file, Value.Section section) {
    Value.Entry entry = section.entries().get(KEY);
    if (entry == null) {
      return Optional.of(Configuration.DEFAULT_STATE);
    }
    if (!(entry.value() instanceof Value.Text text) || text.isNothing()) {
      return Optional.empty();
    }
    try {
      return Optional.of(file.toAbsolutePath().resolveSibling(text.text()).normalize());
    } catch (InvalidPathException _) {
      return Optional.empty();
    }
  }
}
