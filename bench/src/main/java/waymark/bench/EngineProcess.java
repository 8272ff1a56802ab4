package waymark.bench;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import waymark.api.Applied;
import waymark.api.PolicyFile;
import waymark.api.Status;
import waymark.api.Traffic;

/** {@code waymark run} as a process in a router's namespace. */
final class EngineProcess implements AutoCloseable {
  private static final String READY = "Ready after";

  private final Process process;
  private final Path folder;
  private final long startNanos;

  private EngineProcess(Process process, Path folder, long startNanos) {
    this.process = process;
    this.folder = folder;
    this.startNanos = startNanos;
  }

  /** The link to the second uplink, as a line of a configuration. */
  static final String LINKS =
      "links: { up2: { interface: up2, gateway: [10.2.0.1, \"fd02::1\"] } }\n";

  /** The configuration that leads the zones of {@link Sites} to the second uplink. */
  static String zones(String dns) {
    StringBuilder text = new StringBuilder(LINKS).append("rules:\n");
    for (String zone : Sites.ZONES) {
      text.append("  - { name: ").append(zone).append(", to: up2, domains: [").append(zone);
      text.append("], reconnect: true }\n");
    }
    return text.append("learn: { dns: ").append(dns).append(", trust: any }\n").toString();
  }

  /**
   * Starts it by the command that people use, and waits until it is ready.
   *
   * @param dns {@code hold} or {@code observe}
   */
  static EngineProcess start(Namespace router, String dns) {
    return configured(router, zones(dns));
  }

  /** Starts it by those words, which {@code run -c FILE} follows. */
  static EngineProcess start(Namespace router, String dns, List<String> words) {
    return start(words, router, zones(dns));
  }

  /**
   * Starts it by the command that people use, and waits until it is ready.
   *
   * @param configuration all of it but {@code state}
   */
  static EngineProcess configured(Namespace router, String configuration) {
    Path program = Path.of(System.getProperty("waymark.root", "."), "waymark");
    return start(List.of("bash", program.toString()), router, configuration);
  }

  private static EngineProcess start(List<String> words, Namespace router, String configuration) {
    try {
      Path folder = Files.createTempDirectory("waymark-bench-");
      Path file = write(folder, "waymark.yaml", configuration);
      List<String> all = new ArrayList<>(words);
      all.addAll(List.of("run", "-c", file.toString()));
      ProcessBuilder builder = new ProcessBuilder(all);
      // A process begins in the namespace of the thread that starts it.
      return router.call(
          () -> {
            long begin = System.nanoTime();
            Process process = builder.start();
            awaitReady(process);
            return new EngineProcess(process, folder, System.nanoTime() - begin);
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path write(Path folder, String name, String configuration) throws IOException {
    return Files.writeString(folder.resolve(name), configuration + "state: " + folder + "/state\n");
  }

  private static void awaitReady(Process process) throws IOException {
    BufferedReader messages = process.errorReader();
    StringBuilder seen = new StringBuilder();
    for (String line = messages.readLine(); line != null; line = messages.readLine()) {
      seen.append(line).append('\n');
      if (line.contains(READY)) {
        Thread.ofPlatform().daemon().start(() -> pass(messages));
        return;
      }
    }
    throw new BenchException("waymark did not become ready: " + seen);
  }

  /** What it says later goes on to whoever runs the measurement. */
  private static void pass(BufferedReader messages) {
    try {
      for (String line = messages.readLine(); line != null; line = messages.readLine()) {
        System.err.println(line);
      }
    } catch (IOException _) {
      // It has ended.
    }
  }

  /** Nanoseconds from before the process was made until it said that it is ready. */
  long startNanos() {
    return startNanos;
  }

  /** The words that the kernel runs this process by, without the arguments of {@link #start}. */
  List<String> words() throws IOException {
    byte[] line = Files.readAllBytes(Path.of("/proc", String.valueOf(process.pid()), "cmdline"));
    List<String> words = Stream.of(new String(line, StandardCharsets.UTF_8).split("\0")).toList();
    return words.subList(0, words.indexOf("run"));
  }

  /** The memory that it has in RAM, in bytes. */
  long resident() throws IOException {
    return footprint().resident();
  }

  Footprint footprint() throws IOException {
    return Footprint.of(process.pid());
  }

  /** The size of what it keeps for its next start, in bytes. */
  long stateBytes() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("state"))) {
      // A snapshot may be taking the place of files meanwhile.
      return files.map(Path::toFile).filter(File::isFile).mapToLong(File::length).sum();
    }
  }

  /** The processor time that it has used. */
  long processorNanos() {
    return process.info().totalCpuDuration().orElseThrow().toNanos();
  }

  Status status() {
    return control().ask("status", Status.class);
  }

  Traffic traffic() {
    return control().ask("traffic", Traffic.class);
  }

  /** Puts that configuration, all of it but {@code state}, in the place of the running one. */
  Applied apply(String configuration) {
    try {
      // Its own file is watched, and would be taken by itself.
      Path file = write(folder, "next.yaml", configuration);
      return control().tell("apply", new PolicyFile(file.toString(), 0), Applied.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Control control() {
    return new Control(folder.resolve("state/waymark.sock"));
  }

  /** Stops it; what it put into the kernel goes with the namespace. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new BenchException("interrupted", e);
    }
  }
}
