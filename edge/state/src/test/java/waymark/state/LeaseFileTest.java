package waymark.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import waymark.engine.LeaseEvent;
import waymark.engine.LeaseEvent.Ended;
import waymark.engine.LeaseEvent.Held;
import waymark.policy.Address;

class LeaseFileTest {
  @TempDir private Path folder = Path.of("");

  /** Snapshots that are to be written, each when the test says so. */
  private final List<Runnable> writing = new ArrayList<>();

  private static final List<LeaseEvent> EVENTS =
      List.of(
          held(1000, "198.18.0.1", "a.example"),
          held(1001, "2001:2::1", "a.example", "cdn.example", "x.cdn.example"),
          held(1002, "198.18.0.1", "b.example"),
          new Ended("a.example", Address.parse("198.18.0.1")),
          held(9_000_000_000_000L, "2001:2::1", "a.example", "other.example"),
          held(1003, "198.18.0.3", "c.example"),
          new Ended("nobody.example", Address.parse("198.18.0.1")),
          held(1004, "198.18.0.1", "a.example"),
          new Ended("c.example", Address.parse("198.18.0.3")));

  private static Held held(long expires, String address, String... names) {
    return new Held(List.of(names), Address.parse(address), expires);
  }

  private LeaseFile open() {
    return new LeaseFile(folder, writing::add);
  }

  private List<Held> read() {
    try (LeaseFile file = open()) {
      return file.read();
    }
  }

  /** What is held after these events, plainly. */
  private static List<Held> after(List<LeaseEvent> events) {
    Map<String, Held> held = new LinkedHashMap<>();
    for (LeaseEvent event : events) {
      String key = event.name() + " " + event.address();
      switch (event) {
        case Held lease -> held.put(key, lease);
        case Ended _ -> held.remove(key);
      }
    }
    return List.copyOf(held.values());
  }

  private Map<String, byte[]> files() {
    try (Stream<Path> all = Files.list(folder)) {
      Map<String, byte[]> files = new TreeMap<>();
      for (Path file : all.toList()) {
        files.put(file.getFileName().toString(), Files.readAllBytes(file));
      }
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void files(Map<String, byte[]> files) {
    try {
      for (String name : files().keySet()) {
        Files.delete(folder.resolve(name));
      }
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        Files.write(folder.resolve(file.getKey()), file.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void append(List<LeaseEvent> events) {
    try (LeaseFile file = open()) {
      file.append(events);
    }
  }

  @Test
  void whatIsAppendedIsRead() {
    assertThat(read()).isEmpty();
    append(EVENTS);
    assertThat(read()).containsExactlyInAnyOrderElementsOf(after(EVENTS));
    append(List.of(held(5, "198.18.0.5", "e.example")));
    assertThat(read()).hasSize(after(EVENTS).size() + 1);
  }

  @Test
  void everyPrefixOfTheLogIsReadUpToItsLastWholeLineAndContinued() {
    append(EVENTS);
    byte[] log = files().get("leases.1.log");
    Held next = held(7, "198.18.0.7", "next.example");
    for (int length = 0; length <= log.length; length++) {
      int lines = 0;
      for (int i = 0; i < length; i++) {
        lines += log[i] == '\n' ? 1 : 0;
      }
      List<LeaseEvent> whole = new ArrayList<>(EVENTS.subList(0, lines));
      files(Map.of("leases.1.log", Arrays.copyOf(log, length)));
      assertThat(read()).as(length + " bytes").containsExactlyInAnyOrderElementsOf(after(whole));
      append(List.of(next));
      whole.add(next);
      assertThat(read()).as(length + " bytes").containsExactlyInAnyOrderElementsOf(after(whole));
    }
  }

  /** The files at each moment at which a process may be killed while it writes a snapshot. */
  private List<Map<String, byte[]>> momentsOfASnapshot() {
    List<Map<String, byte[]>> moments = new ArrayList<>();
    try (LeaseFile file = open()) {
      file.append(EVENTS);
      moments.add(files());
      file.snapshot(after(EVENTS));
      Map<String, byte[]> before = files();
      moments.add(before);
      writing.removeFirst().run();
      Map<String, byte[]> end = files();
      byte[] snapshot = end.get("leases.2.snapshot");
      for (int length = 0; length <= snapshot.length; length++) {
        moments.add(with(before, "leases.2.new", Arrays.copyOf(snapshot, length)));
      }
      moments.add(with(before, "leases.2.snapshot", snapshot));
      moments.add(end);
    }
    return moments;
  }

  private static Map<String, byte[]> with(Map<String, byte[]> files, String name, byte[] bytes) {
    Map<String, byte[]> more = new TreeMap<>(files);
    more.put(name, bytes);
    return more;
  }

  @Test
  void aKillBetweenAnyTwoStepsOfASnapshotLosesNothing() {
    List<Held> held = after(EVENTS);
    Held next = held(7, "198.18.0.7", "next.example");
    List<LeaseEvent> all = new ArrayList<>(EVENTS);
    all.add(next);
    for (Map<String, byte[]> moment : momentsOfASnapshot()) {
      files(moment);
      assertThat(read()).as("" + moment.keySet()).containsExactlyInAnyOrderElementsOf(held);
      append(List.of(next));
      assertThat(read()).as("" + moment.keySet()).containsExactlyInAnyOrderElementsOf(after(all));
      // and another snapshot, whole
      try (LeaseFile file = open()) {
        file.snapshot(after(all));
        writing.removeFirst().run();
      }
      assertThat(read()).as("" + moment.keySet()).containsExactlyInAnyOrderElementsOf(after(all));
      assertThat(files().keySet()).as("" + moment.keySet()).hasSize(2);
    }
  }

  @Test
  void whatIsAppendedWhileASnapshotIsWrittenCounts() {
    try (LeaseFile file = open()) {
      file.append(EVENTS);
      file.snapshot(after(EVENTS));
      Held next = held(7, "198.18.0.7", "next.example");
      file.append(List.of(next, new Ended("b.example", Address.parse("198.18.0.1"))));
      writing.removeFirst().run();
      List<LeaseEvent> all = new ArrayList<>(EVENTS);
      all.add(next);
      all.add(new Ended("b.example", Address.parse("198.18.0.1")));
      assertThat(read()).containsExactlyInAnyOrderElementsOf(after(all));
      assertThat(files()).containsOnlyKeys("leases.2.log", "leases.2.snapshot");
    }
  }

  @Test
  void snapshotsMayEndInAnyOrder() {
    try (LeaseFile file = open()) {
      file.append(EVENTS.subList(0, 3));
      file.snapshot(after(EVENTS.subList(0, 3)));
      file.append(EVENTS.subList(3, 6));
      file.snapshot(after(EVENTS.subList(0, 6)));
      file.append(EVENTS.subList(6, 9));
      writing.get(1).run();
      assertThat(read()).containsExactlyInAnyOrderElementsOf(after(EVENTS));
      writing.get(0).run();
      assertThat(read()).containsExactlyInAnyOrderElementsOf(after(EVENTS));
    }
  }

  @Test
  void linesOfOthersArePassedOver() throws IOException {
    append(List.of(EVENTS.getFirst()));
    Path log = folder.resolve("leases.1.log");
    Files.writeString(
        log,
        Files.readString(log)
            + "\n\n"
            + "? what\n"
            + "+\n"
            + "+ 5\n"
            + "+ x 198.18.0.1 a.example\n"
            + "+ 5 198.18.0.1\n"
            + "+ 5 300.1.1.1 a\n"
            + "-\n"
            + "- 198.18.0.1\n"
            + "\0\0\0\n");
    Files.writeString(folder.resolve("leases.txt"), "");
    Files.writeString(folder.resolve("leases.x.log"), "");
    Files.writeString(folder.resolve("other.7.log"), "+ 5 198.18.0.9 other.example\n");
    assertThat(read()).containsExactlyElementsOf(after(EVENTS.subList(0, 1)));
  }

  @Test
  void aLogThatIsMuchLongerThanWhatIsHeldWantsASnapshot() {
    try (LeaseFile file = open()) {
      // what a start finds may be of any length
      assertThat(file.wantsSnapshot(0)).isTrue();
      file.snapshot(List.of());
      assertThat(file.wantsSnapshot(0)).isFalse();
      for (int i = 0; i < 20_000; i++) {
        file.append(List.of(held(i, "198.18.0.1", "a.example")));
      }
      assertThat(file.wantsSnapshot(1000)).isFalse();
      assertThat(file.wantsSnapshot(0)).isTrue();
    }
  }

  @Test
  void aFullDiskEndsNothing() throws IOException {
    if (!Files.exists(Path.of("/dev/full"))) {
      return;
    }
    Files.createSymbolicLink(folder.resolve("leases.1.log"), Path.of("/dev/full"));
    try (LeaseFile file = open()) {
      file.append(EVENTS);
      file.append(EVENTS);
      file.snapshot(after(EVENTS));
      writing.removeFirst().run();
      assertThat(read()).containsExactlyInAnyOrderElementsOf(after(EVENTS));
    }
  }

  private static void run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  @Test
  @EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
  void whatAFullDiskMissedIsMadeUpFor() throws Exception {
    run("mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", folder.toString());
    try (LeaseFile file = open()) {
      file.snapshot(List.of());
      writing.forEach(Runnable::run);
      writing.clear();
      Path filler = Files.write(folder.resolve("filler"), new byte[8192]);
      List<LeaseEvent> missed = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        missed.add(held(1000, "198.18.1." + i, "missed-%d.much-longer.example".formatted(i)));
      }
      file.append(missed);
      assertThat(file.wantsSnapshot(0)).isFalse();
      Files.delete(filler);
      List<LeaseEvent> next = List.of(held(1001, "198.18.2.1", "next.example"));
      file.append(next);
      assertThat(read()).containsAll(after(next));
      assertThat(file.wantsSnapshot(0)).isTrue();
      List<LeaseEvent> all = new ArrayList<>(missed);
      all.addAll(next);
      file.snapshot(after(all));
      writing.forEach(Runnable::run);
      assertThat(file.wantsSnapshot(0)).isFalse();
      assertThat(read()).containsExactlyInAnyOrderElementsOf(after(all));
    } finally {
      run("umount", folder.toString());
    }
  }
}
