package waymark.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A small map of texts in a file, a line {@code key value} an entry; replaced whole. */
public final class KeptMap {
  private final Path file;

  public KeptMap(Path file) {
    this.file = file;
  }

  /**
   * The entries of the file; empty if there is no file.
   *
   * @throws StateException when the file cannot be read
   */
  public Map<String, String> read() {
    Map<String, String> entries = new TreeMap<>();
    if (!Files.exists(file)) {
      return entries;
    }
    try {
      for (String line : Files.readAllLines(file)) {
        int space = line.indexOf(' ');
        if (space > 0) {
          entries.put(line.substring(0, space), line.substring(space + 1));
        }
      }
    } catch (IOException e) {
      throw new StateException("read", file, e);
    }
    return entries;
  }

  /**
   * Replaces the file.
   *
   * @throws IllegalArgumentException when a key is empty or has a space, or either has a line end
   * @throws StateException when the file cannot be written
   */
  public void write(Map<String, String> entries) {
    List<String> lines = new ArrayList<>();
    for (Map.Entry<String, String> entry : entries.entrySet()) {
      String line = entry.getKey() + " " + entry.getValue();
      if (entry.getKey().isEmpty()
          || entry.getKey().indexOf(' ') >= 0
          || line.indexOf('\n') >= 0
          || line.indexOf('\r') >= 0) {
        throw new IllegalArgumentException("cannot keep '" + line + "'");
      }
      lines.add(line);
    }
    try {
      Path whole = file.resolveSibling(file.getFileName() + ".new");
      Files.write(whole, lines);
      Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new StateException("write", file, e);
    }
  }
}
