package waymark.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import waymark.app.cli.Exit;

/** A start that fails says why in a line, with the right exit code, and leaves nothing behind. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
class FailedStartKernelTest {
  private static final String KERNEL =
      """
      nft list ruleset 2>/dev/null | sed "s/expires .*//"
      ip rule
      ip -6 rule
      ip route show table all
      cat /proc/sys/net/ipv4/ip_forward /proc/sys/net/ipv4/conf/*/src_valid_mark
      """;

  @TempDir private Path folder;
  private Path state = Path.of("");
  private Path file = Path.of("");

  private void write(String more) throws IOException {
    state = folder.resolve("s");
    file =
        Files.writeString(
            folder.resolve("waymark.yaml"),
            """
            links: { one: { interface: lo } }
            rules: [{ name: first, to: one, networks: [203.0.113.0/24] }]
            state: %s
            """
                    .formatted(state)
                + more);
  }

  @AfterEach
  void remove() {
    Captured.run("down", "--state", state.toString());
  }

  private String kernel() throws IOException {
    return Shell.run(folder, "sh", "-c", KERNEL);
  }

  private static Process start(List<String> before, Path file) throws IOException {
    List<String> command = new ArrayList<>(before);
    command.addAll(OwnProgram.command("run", "-c", file.toString()));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  /** Starts, and returns what was said when that has failed. */
  private String fails(Exit exit, String... before) throws IOException, InterruptedException {
    String kernel = kernel();
    Process daemon = start(List.of(before), file);
    String said;
    try {
      said = new String(daemon.getInputStream().readAllBytes());
      assertThat(daemon.waitFor(30, TimeUnit.SECONDS)).as(said).isTrue();
    } finally {
      daemon.destroyForcibly();
    }
    assertThat(daemon.exitValue()).as(said).isEqualTo(exit.code());
    assertThat(said).doesNotContain("\tat ", "Ready");
    assertThat(kernel()).as("%s", said).isEqualTo(kernel);
    return said;
  }

  @Test
  void aPortThatIsInUseIsFoundFirst() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      write("api: { listen: \"127.0.0.1:" + other.getLocalPort() + "\" }\n");
      assertThat(fails(Exit.FAILED))
          .contains("cannot listen at 127.0.0.1 port " + other.getLocalPort(), "in use");
    }
  }

  @Test
  void aStateFolderWithoutAccessIsFoundFirst() throws Exception {
    write("");
    Files.createDirectory(state);
    Shell.run(folder, "chmod", "500", state.toString());
    // Without CAP_DAC_OVERRIDE the mode of a file counts for its owner too.
    assertThat(fails(Exit.NOT_PERMITTED, "capsh", "--drop=cap_dac_override", "--", "-c", EXEC, "x"))
        .contains("cannot use the state folder " + state);
  }

  private static final String EXEC = "exec \"$@\"";

  @Test
  void aCommandThatIsMissingUndoesWhatWasDone() throws Exception {
    write("");
    Path programs = Files.createDirectory(folder.resolve("programs"));
    assertThat(fails(Exit.FAILED, "env", "PATH=" + programs)).contains("cannot run nft");
  }

  @Test
  void theQueueOfAnotherProgramIsFoundFirst() throws Exception {
    write("");
    Path other = folder.resolve("other.yaml");
    Path its = folder.resolve("o");
    Files.writeString(other, Files.readString(file).replace(state.toString(), its.toString()));
    // Another daemon, which believes that it is in another network.
    Process daemon =
        start(
            List.of("unshare", "--mount", "sh", "-c", "mount -t tmpfs tmpfs /run; " + EXEC, "x"),
            other);
    try {
      awaitReady(its, daemon);
      assertThat(fails(Exit.FAILED)).contains("another process reads queue 7000");
    } finally {
      daemon.destroy();
      daemon.waitFor();
      Captured.run("down", "--state", its.toString());
    }
  }

  private static void awaitReady(Path state, Process daemon) throws InterruptedException {
    while (Captured.run("status", "--state", state.toString()).exit() != Exit.DONE) {
      assertThat(daemon.isAlive()).isTrue();
      Thread.sleep(50);
    }
  }

  @Test
  void anAdoptedPolicySurvivesAStartThatFails() throws Exception {
    write("");
    Process daemon = start(List.of(), file);
    awaitReady(state, daemon);
    daemon.destroy();
    daemon.waitFor();
    Path programs = Files.createDirectory(folder.resolve("programs"));
    assertThat(kernel()).contains("table inet waymark");
    fails(Exit.FAILED, "env", "PATH=" + programs);
  }

  @Test
  void withoutTheRightToReadTheQueuesCountersItStarts() throws Exception {
    write("");
    String counters = "/proc/net/netfilter/nfnetlink_queue";
    Shell.run(folder, "chmod", "000", counters);
    Process daemon =
        start(
            List.of("capsh", "--drop=cap_dac_override,cap_dac_read_search", "--", "-c", EXEC, "x"),
            file);
    try {
      awaitReady(state, daemon);
      assertThat(Captured.run("status", "--state", state.toString()).out()).contains("is ready");
    } finally {
      Shell.run(folder, "chmod", "440", counters);
      daemon.destroy();
      daemon.waitFor();
    }
  }
}
