package waymark.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import waymark.api.JournalStatus;
import waymark.api.Json;
import waymark.api.Status;
import waymark.app.cli.Exit;

/** What a daemon records of a client's questions, and how its journal is read. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
class LogKernelTest {
  private static final long PATIENCE_NANOS = 30_000_000_000L;

  @TempDir private Path folder;
  private Path file = Path.of("");
  private Process daemon;
  private DatagramSocket server;

  private LogKernelTest() throws IOException {
    daemon = new ProcessBuilder("true").start();
    server = new DatagramSocket();
  }

  @BeforeEach
  void start() throws Exception {
    command("ip", "netns", "add", "asker");
    command("ip", "link", "add", "near", "type", "veth", "peer", "name", "far", "netns", "asker");
    command("ip", "address", "add", "10.9.0.1/24", "dev", "near");
    command("ip", "link", "set", "near", "up");
    command("ip", "-n", "asker", "address", "add", "10.9.0.2/24", "dev", "far");
    command("ip", "-n", "asker", "link", "set", "far", "up");
    server = new DatagramSocket(53, InetAddress.ofLiteral("10.9.0.1"));
    Thread.ofPlatform().daemon().start(this::answer);
    file = folder.resolve("waymark.yaml");
    write("journal: full");
    run();
  }

  @AfterEach
  void stop() throws Exception {
    end();
    Captured.run("down", "-c", file.toString());
    server.close();
    command("ip", "netns", "delete", "asker");
  }

  private void end() throws InterruptedException {
    daemon.destroy();
    assertThat(daemon.waitFor(20, TimeUnit.SECONDS)).isTrue();
  }

  private static void command(String... words) throws Exception {
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  private void write(String journal) throws IOException {
    Files.writeString(
        file,
        """
        links: { one: { interface: near } }
        rules: [{ name: video, to: one, domains: [video.example] }]
        learn: { dns: { mode: hold, max-hold: 4s } }
        state: %s
        %s
        """
            .formatted(folder.resolve("s"), journal));
  }

  private void run() throws Exception {
    Path log = folder.resolve("log");
    daemon =
        new ProcessBuilder(OwnProgram.command("run", "--no-watch", "-c", file.toString()))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (waymark("status").exit() != Exit.DONE) {
      assertThat(System.nanoTime()).as(Files.readString(log)).isLessThan(end);
      Thread.sleep(50);
    }
  }

  /** Every name has the address 198.18.0.7. */
  private void answer() {
    try {
      while (true) {
        DatagramPacket packet = new DatagramPacket(new byte[512], 512);
        server.receive(packet);
        int question = 12;
        while (packet.getData()[question] != 0) {
          question += packet.getData()[question] + 1;
        }
        ByteBuffer answer = ByteBuffer.allocate(512);
        answer.put(packet.getData(), 0, question + 5);
        answer.putShort(2, (short) 0x8180).putShort(6, (short) 1).putInt(8, 0);
        answer.putShort((short) 0xc00c).putShort((short) 1).putShort((short) 1).putInt(60);
        answer.putShort((short) 4).putInt(0xc6120007);
        server.send(
            new DatagramPacket(answer.array(), answer.position(), packet.getSocketAddress()));
      }
    } catch (IOException e) {
      // The socket is closed.
    }
  }

  private static void ask(String name) throws Exception {
    command("ip", "netns", "exec", "asker", "dig", "+tries=3", "@10.9.0.1", name);
  }

  /** The row may come a moment after the answer. */
  private void askUntilThereIsARow(String name) throws Exception {
    ask(name);
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (rows("--name", name).isEmpty()) {
      assertThat(System.nanoTime()).as(Files.readString(folder.resolve("log"))).isLessThan(end);
      Thread.sleep(50);
    }
  }

  private Captured waymark(String command, String... more) {
    String[] words = new String[more.length + 3];
    words[0] = command;
    words[1] = "-c";
    words[2] = file.toString();
    System.arraycopy(more, 0, words, 3, more.length);
    return Captured.run(words);
  }

  private List<String> rows(String... options) {
    return waymark("log", options)
        .out()
        .replaceAll("(?m)^[0-9-]+ [0-9:.]+  ", "")
        .replaceAll("held [0-9.]+ ms", "held")
        .replaceAll(" +", " ")
        .lines()
        .toList();
  }

  @Test
  void whatAClientAskedIsFoundAgain() throws Exception {
    askUntilThereIsARow("www.video.example");
    askUntilThereIsARow("other.example");
    String held = "held 10.9.0.2 www.video.example: 198.18.0.7 to one by rule video, held";
    assertThat(rows()).hasSize(2).startsWith(held);
    assertThat(rows("--name", "video.example")).containsExactly(held);
    assertThat(rows("--client", "10.9.0.2", "--link", "one", "--rule", "video", "--since", "1h"))
        .contains(held);
    assertThat(rows("--client", "10.9.0.3")).isEmpty();
    assertThat(rows("--denied")).isEmpty();
    assertThat(waymark("explain", "www.video.example", "--at", "0s").out())
        .startsWith("The last answer about www.video.example before ")
        .contains("198.18.0.7 to one by rule video");

    end();
    assertThat(rows("--name", "video.example")).containsExactly(held);
    run();
    askUntilThereIsARow("new.video.example");
    assertThat(rows("--name", "video.example")).hasSize(2);
  }

  @Test
  void aKilledDaemonLosesFewRows() throws Exception {
    askUntilThereIsARow("www.video.example");
    // Who reads the journal has it written.
    assertThat(rows()).hasSize(1);
    ask("new.video.example");
    daemon.destroyForcibly().waitFor();
    assertThat(rows()).isNotEmpty();
    run();
    askUntilThereIsARow("last.video.example");
    assertThat(rows().getLast()).contains("last.video.example");
  }

  @Test
  void theKeyAppliesWithoutARestart() throws Exception {
    askUntilThereIsARow("www.video.example");
    write("journal: { mode: hashed, days: 2 }");
    assertThat(waymark("apply").exit()).isEqualTo(Exit.DONE);
    askUntilThereIsARow("secret.video.example");
    assertThat(rows().getLast()).contains("#").doesNotContain("secret");
    assertThat(rows("--name", "secret.video.example").getLast())
        .contains(" secret.video.example: #");
    write("journal: off");
    assertThat(waymark("apply").exit()).isEqualTo(Exit.DONE);
    int before = rows().size();
    ask("untold.video.example");
    assertThat(rows()).hasSize(before);
    Status status = Json.read(Status.class, waymark("status", "--json").out().getBytes(UTF_8));
    assertThat(status.journal().mode()).isEqualTo(JournalStatus.Mode.OFF);
    assertThat(status.journal().rows()).isEqualTo(2);
  }

  @Test
  void whatIsRefusedIsListedWithTheRuleThatWouldAllowIt() throws Exception {
    command("ip", "route", "add", "198.18.0.0/24", "dev", "near");
    command("ip", "-n", "asker", "route", "add", "default", "via", "10.9.0.1");
    write("journal: full\ndefault: block");
    assertThat(waymark("apply").exit()).isEqualTo(Exit.DONE);
    askUntilThereIsARow("other.example");
    String visit = "exec 3<>/dev/tcp/198.18.0.7/80 || true";
    command("ip", "netns", "exec", "asker", "bash", "-c", visit);
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (rows("--denied").isEmpty()) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.sleep(50);
    }
    assertThat(rows("--denied"))
        .containsExactly("denied 10.9.0.2 tcp/80 to 198.18.0.7 (other.example) by the default");
    assertThat(waymark("denied").out())
        .contains("10.9.0.2", "other.example", "tcp/80", "the default")
        .contains(
            "  - { name: allow-other-example, to: direct, domains: [other.example], ports: [tcp/80]"
                + " }");
    assertThat(waymark("events").out())
        .contains("denied   10.9.0.2 tcp/80 to 198.18.0.7 (other.example) by the default");
    assertThat(waymark("top", "--once").out()).contains("other.example");
  }
}
