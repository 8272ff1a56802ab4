package waymark.app.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import waymark.api.Explained;
import waymark.api.Status;
import waymark.app.cli.Failure;
import waymark.app.client.DaemonClient;
import waymark.app.client.InvalidFileException;
import waymark.app.toapi.ProblemToApi;
import waymark.console.Console;

/** The router's {@code waymark run}, a process of its own. */
final class Router implements AutoCloseable {
  private static final Path FOLDER = Path.of("/run/lab");
  static final Path CONFIGURATION = FOLDER.resolve("waymark.yaml");
  private static final Path STATE = FOLDER.resolve("state");
  private static final Path LOG = FOLDER.resolve("router.log");
  private static final Path POLICY = FOLDER.resolve("policy.yaml");
  private static final String FIRST = "{ interface: up1, gateway: [10.1.0.1, \"fd01::1\"] }";
  private static final String RESOLVERS =
      ", resolvers: [" + LabNetwork.DNS_IPV4 + ", \"" + LabNetwork.DNS_IPV6 + "\"]";
  private static final Path COMMANDS = FOLDER.resolve("commands");

  /** While it exists, the daemon's {@code nft} waits. */
  private static final Path HANGS = FOLDER.resolve("nft-hangs");

  private static final Duration START = Duration.ofSeconds(20);
  private static final DaemonClient DAEMON =
      new DaemonClient(STATE.resolve(Console.SOCKET), Duration.ofSeconds(90));
  private static final Duration LOOK = Duration.ofMillis(50);
  private static final int LAST_LINES = 20;

  private final Launch launch;
  private final String second;
  private final List<String> rules;
  private Optional<Process> process = Optional.empty();

  /**
   * @param second the second link, as the configuration has it, without its last brace
   * @param rules items of the configuration's list of rules
   */
  Router(Launch launch, String second, List<String> rules) {
    this.launch = launch;
    this.second = second;
    this.rules = List.copyOf(rules);
  }

  /**
   * Starts it and waits until it is ready.
   *
   * @param configuration that it is started with
   * @return how long that took, from the start of the process
   */
  Duration start(String configuration) {
    try {
      Files.writeString(CONFIGURATION, configuration);
      List<String> command = launch.with("run", "-c", CONFIGURATION.toString());
      long start = System.nanoTime();
      writeNft();
      ProcessBuilder builder = SystemCommand.builder(LabNetwork.on(LabNetwork.ROUTER, command));
      builder.environment().merge("PATH", COMMANDS + ":", (path, first) -> first + path);
      Process started =
          builder
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(LOG.toFile()))
              .start();
      process = Optional.of(started);
      while (!DAEMON.isReady()) {
        if (!started.isAlive() || System.nanoTime() - start > START.toNanos()) {
          throw new LabException("waymark run did not become ready; its log:\n" + log());
        }
        TimeUnit.MILLISECONDS.sleep(5);
      }
      return Duration.ofNanos(System.nanoTime() - start);
    } catch (IOException e) {
      throw new LabException("cannot start waymark run: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("interrupted", e);
    }
  }

  /**
   * The configuration with the rules that it was made with.
   *
   * @param mode of learning: {@code hold}, {@code observe} or {@code off}
   */
  String configuration(String mode) {
    return "links:\n  isp2: " + second + " }\n" + rules(rules) + rest(mode);
  }

  /** The rules that it was made with. */
  List<String> rules() {
    return rules;
  }

  private static String rules(List<String> rules) {
    return "rules:\n  " + String.join("\n  ", rules) + "\n";
  }

  /** Settings that cannot change while it runs. */
  private static String rest(String mode) {
    return "learn: { dns: " + mode + RESOLVERS + " }\nstate: " + STATE + "\n";
  }

  /**
   * A configuration with other rules, which may use both links; answers are held.
   *
   * @param check of the second link, as in {@code check: { … }}; may be empty
   * @param sections of the configuration beside links and rules; may be empty
   * @param items of the list of rules
   */
  String configuration(String check, String sections, List<String> items) {
    return "links:\n  isp1: "
        + FIRST
        + "\n  isp2: "
        + second
        + (check.isEmpty() ? "" : ", " + check)
        + " }\n"
        + sections
        + rules(items)
        + rest("hold");
  }

  /**
   * Puts such a policy in force while it runs.
   *
   * @throws LabException when it is refused
   */
  void apply(String check, String sections, List<String> items) {
    String text = configuration(check, sections, items);
    try {
      // A file of its own: the file of the start is watched.
      Files.writeString(POLICY, text);
      DAEMON.apply(POLICY, Duration.ZERO, 0);
    } catch (IOException e) {
      throw new LabException("cannot write a policy: " + e.getMessage(), e);
    } catch (Failure e) {
      throw new LabException("the router refuses a policy: " + e.getMessage() + "\n" + text, e);
    } catch (InvalidFileException e) {
      throw new LabException("invalid policy: " + ProblemToApi.text(e.problems(), false) + text, e);
    }
  }

  /** Writes the nft that comes before the real one in the daemon's PATH. */
  private static void writeNft() throws IOException {
    Files.createDirectories(COMMANDS);
    Path nft = COMMANDS.resolve("nft");
    Files.writeString(
        nft,
        """
        #!/bin/sh
        while [ -e %s ]; do sleep 0.1; done
        PATH=${PATH#*:}
        exec nft "$@"
        """
            .formatted(HANGS));
    Files.setPosixFilePermissions(nft, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Sends it a signal. */
  void signal(String name) {
    SystemCommand.require(
        "send " + name + " to waymark run", "kill -" + name + " " + process.orElseThrow().pid());
  }

  /** Lets each {@code nft} that the daemon starts from now on wait, or go on. */
  void hangNft(boolean hangs) {
    try {
      if (hangs) {
        Files.createFile(HANGS);
      } else {
        Files.delete(HANGS);
      }
    } catch (IOException e) {
      throw new LabException("cannot make nft hang: " + e.getMessage(), e);
    }
  }

  /** The last lines of its log. */
  private static String log() throws IOException {
    List<String> lines = Files.exists(LOG) ? Files.readAllLines(LOG) : List.of();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
  }

  /** The status of the daemon. */
  Status status() {
    try {
      return DAEMON.status();
    } catch (Failure e) {
      throw new LabException("cannot read the router's status: " + e.getMessage(), e);
    }
  }

  /** Waits until a rule matches the name. */
  void awaitRule(String name) {
    long end = System.nanoTime() + START.toNanos();
    while (explain(name).rules().isEmpty()) {
      if (System.nanoTime() >= end) {
        throw new LabException("no rule matches " + name);
      }
      LockSupport.parkNanos(LOOK.toNanos());
    }
  }

  private Explained explain(String name) {
    SequencedMap<String, String> parameters = new LinkedHashMap<>();
    parameters.put("name", name);
    try {
      return DAEMON.explain(parameters);
    } catch (Failure e) {
      throw new LabException("cannot ask the router's daemon: " + e.getMessage(), e);
    }
  }

  /** Runs a command of Waymark on the router, to its end. */
  SystemCommand.Result waymark(String... words) {
    return SystemCommand.run(
        String.join(" ", LabNetwork.on(LabNetwork.ROUTER, launch.with(words))));
  }

  /** Writes a file, and returns its path. */
  String file(String name, String text) {
    try {
      return Files.writeString(FOLDER.resolve(name), text).toString();
    } catch (IOException e) {
      throw new LabException("cannot write " + name + ": " + e.getMessage(), e);
    }
  }

  /** The settings that a file shares with the daemon that runs. */
  String rest() {
    return rest("hold");
  }

  /** What of Waymark is in the router's kernel: its table and its rules; empty: nothing. */
  String kernel() {
    String look = "nft list tables | grep waymark || :; ip rule | grep -E '^7[0-9]{3}:' || :";
    return SystemCommand.require(
        "look into the kernel",
        String.join(
            " ", LabNetwork.on(LabNetwork.ROUTER, List.of("sh", "-c", "\"" + look + "\""))));
  }

  /** What {@code waymark check --host} says on the router. */
  String conflicts() {
    return SystemCommand.run(
            String.join(
                " ",
                LabNetwork.on(
                    LabNetwork.ROUTER,
                    launch.with("check", "--host", "-c", CONFIGURATION.toString()))))
        .output();
  }

  /** Stops it, and removes from the kernel what it has put there. */
  void remove() {
    stop();
    SystemCommand.require(
        "remove Waymark from the router's kernel",
        String.join(
            " ",
            LabNetwork.on(LabNetwork.ROUTER, launch.with("down", "-c", CONFIGURATION.toString()))));
  }

  /** Stops it as a service manager does. */
  void stop() {
    process.ifPresent(Process::destroy);
    awaitEnd();
  }

  /** Kills it in the middle of whatever it does. */
  void kill() {
    process.ifPresent(Process::destroyForcibly);
    awaitEnd();
  }

  private void awaitEnd() {
    try {
      if (process.isPresent() && !process.get().waitFor(10, TimeUnit.SECONDS)) {
        throw new LabException("waymark run does not end");
      }
      process = Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("interrupted", e);
    }
  }

  @Override
  public void close() {
    process.ifPresent(Process::destroyForcibly);
  }
}
