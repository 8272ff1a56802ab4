package waymark.state;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waymark.engine.LeaseEvent;
import waymark.engine.LeaseStore;
import waymark.policy.Address;

/**
 * Keeps the leases of a host on disk, for a restart. Owned by the engine's thread; an executor
 * writes the snapshots.
 *
 * <p>Nothing is synced to the medium: a killed process loses nothing, and after a power failure the
 * kernel's tables are gone as well.
 */
public final class LeaseFile implements LeaseStore, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LeaseFile.class);

  /** A log with fewer lines gets no snapshot. */
  private static final int LINES_BEFORE_SNAPSHOT = 20_000;

  private static final Pattern NAME = Pattern.compile("leases\\.([0-9]{1,9})\\.(log|snapshot|new)");

  private final Path folder;
  private final Executor snapshots;
  private final StringBuilder text = new StringBuilder();
  private LeaseLog current;
  private int generation;
  private int lines;
  private volatile boolean failing;

  /** Whether the log misses events, so that a snapshot is needed. */
  private boolean gap;

  /**
   * Opens the leases below a folder, which must exist.
   *
   * @param snapshots writes the snapshots
   * @throws StateException when the files cannot be opened
   */
  public LeaseFile(Path folder, Executor snapshots) {
    this.folder = folder;
    this.snapshots = snapshots;
    generation = Math.max(1, newest());
    current = open(generation);
    lines = LINES_BEFORE_SNAPSHOT;
  }

  /**
   * The leases, one for each name and address.
   *
   * @throws StateException when the files cannot be read
   */
  public List<LeaseEvent.Held> read() {
    Map<List<Object>, LeaseEvent.Held> held = new LinkedHashMap<>();
    try {
      int from = 1;
      for (int g = generation; g > 0; g--) {
        if (Files.exists(file(g, "snapshot"))) {
          from = g;
          replay(file(g, "snapshot"), held);
          break;
        }
      }
      for (int g = from; g <= generation; g++) {
        if (Files.exists(file(g, "log"))) {
          replay(file(g, "log"), held);
        }
      }
    } catch (IOException e) {
      throw new StateException("read the leases in", folder, e);
    }
    return new ArrayList<>(held.values());
  }

  private static void replay(Path file, Map<List<Object>, LeaseEvent.Held> held)
      throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int start = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        apply(new String(bytes, start, i - start, StandardCharsets.UTF_8), held);
        start = i + 1;
      }
    }
  }

  private static void apply(String line, Map<List<Object>, LeaseEvent.Held> held) {
    String[] words = line.split(" ");
    try {
      switch (words[0]) {
        case "+" -> {
          List<String> names = List.copyOf(Arrays.asList(words).subList(3, words.length));
          Address address = Address.parse(words[2]);
          held.put(
              List.of(names.getFirst(), address),
              new LeaseEvent.Held(names, address, Long.parseLong(words[1])));
        }
        case "-" -> held.remove(List.<Object>of(words[2], Address.parse(words[1])));
        default -> log.warn("The lease file has an unknown line, which is ignored: '{}'", line);
      }
    } catch (RuntimeException e) {
      log.warn("The lease file has a malformed line, which is ignored: '{}'", line);
    }
  }

  @Override
  public void append(List<LeaseEvent> events) {
    text.setLength(0);
    for (LeaseEvent event : events) {
      switch (event) {
        case LeaseEvent.Held held -> line(text, held);
        case LeaseEvent.Ended ended ->
            text.append("- ").append(ended.address()).append(' ').append(ended.name()).append('\n');
      }
    }
    lines += events.size();
    try {
      if (failing) {
        current.cut();
      }
      current.append(text.toString().getBytes(StandardCharsets.UTF_8));
      gap |= failing;
      failing = false;
    } catch (IOException e) {
      // The kernel stays correct: only a restart would miss these leases.
      if (!failing) {
        failing = true;
        log.error(
            "Leases cannot be written to {}, and a restart would lose them: {}",
            folder,
            e.toString());
      }
    }
  }

  private static void line(StringBuilder text, LeaseEvent.Held held) {
    text.append("+ ").append(held.expires()).append(' ').append(held.address());
    for (String name : held.names()) {
      text.append(' ').append(name);
    }
    text.append('\n');
  }

  /**
   * Whether the log is so much longer than the number of leases that a snapshot should replace it,
   * or misses events.
   */
  public boolean wantsSnapshot(int leases) {
    return gap || lines >= LINES_BEFORE_SNAPSHOT + 2 * leases;
  }

  /**
   * Begins a new log; the executor writes the snapshot that the log continues.
   *
   * @param held every lease at this moment
   */
  public void snapshot(List<LeaseEvent.Held> held) {
    int next = generation + 1;
    try {
      LeaseLog opened = open(next);
      current.close();
      current = opened;
    } catch (IOException | StateException e) {
      log.error("A new lease log cannot be created, and the old one grows: {}", e.toString());
      lines = 0;
      return;
    }
    generation = next;
    lines = 0;
    gap = false;
    snapshots.execute(() -> writeSnapshot(next, held));
  }

  private void writeSnapshot(int generation, List<LeaseEvent.Held> held) {
    Path whole = file(generation, "new");
    try {
      try (BufferedWriter writer = Files.newBufferedWriter(whole)) {
        StringBuilder line = new StringBuilder();
        for (LeaseEvent.Held lease : held) {
          line.setLength(0);
          line(line, lease);
          writer.append(line);
        }
      }
      Files.move(whole, file(generation, "snapshot"), StandardCopyOption.ATOMIC_MOVE);
      for (Part part : parts()) {
        if (part.generation() < generation) {
          Files.deleteIfExists(file(part.generation(), part.kind()));
        }
      }
    } catch (IOException | UncheckedIOException e) {
      // The log may miss events: the next ones ask for another snapshot.
      failing = true;
      log.error("A snapshot of the leases cannot be written; the log continues: {}", e.toString());
    }
  }

  private int newest() {
    try {
      return parts().stream()
          .filter(part -> !part.kind().equals("new"))
          .mapToInt(Part::generation)
          .max()
          .orElse(0);
    } catch (IOException e) {
      throw new StateException("list", folder, e);
    }
  }

  /** A lease file by its name. */
  private record Part(int generation, String kind) {}

  private List<Part> parts() throws IOException {
    List<Part> parts = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path path : (Iterable<Path>) files::iterator) {
        Matcher name = NAME.matcher(String.valueOf(path.getFileName()));
        if (name.matches()) {
          parts.add(new Part(Integer.parseInt(name.group(1)), name.group(2)));
        }
      }
    }
    return parts;
  }

  private LeaseLog open(int generation) {
    Path file = file(generation, "log");
    try {
      return LeaseLog.open(file);
    } catch (IOException e) {
      throw new StateException("open", file, e);
    }
  }

  private Path file(int generation, String kind) {
    return folder.resolve("leases." + generation + "." + kind);
  }

  @Override
  public void close() {
    try {
      current.close();
    } catch (IOException e) {
      throw new StateException("close the log in", folder, e);
    }
  }
}
