package waymark.app.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waymark.api.Explained;
import waymark.api.Json;
import waymark.api.Plan;
import waymark.api.Status;
import waymark.app.Answers;
import waymark.app.Captured;
import waymark.app.Samples;
import waymark.app.cli.Exit;
import waymark.app.cli.Failure;
import waymark.console.Console;

class DaemonClientTest {
  private Path socket = Path.of("");
  private String file = "";

  @BeforeEach
  void configure(@TempDir Path folder) throws IOException {
    socket = folder.resolve(Console.SOCKET);
    Path yaml = folder.resolve("waymark.yaml");
    Files.writeString(
        yaml, "rules: [{ name: a, to: direct, domains: [a.example] }]\nstate: " + folder + "\n");
    file = yaml.toString();
  }

  @Test
  void statusIsAsked() {
    try (Console _ = Console.open(socket, List.of(), Answers.READY)) {
      Captured run = Captured.run("status", "-c", file);
      assertThat(run.exit()).isEqualTo(Exit.DONE);
      assertThat(run.out()).startsWith("waymark 0.1.0 is ready: process 4711, up ");
      Captured json = Captured.run("status", "-c", file, "--json");
      assertThat(Json.read(Status.class, json.out().getBytes(UTF_8))).isEqualTo(Samples.STATUS);
    }
  }

  @Test
  void namesAndAddressesAreExplained() {
    try (Console _ = Console.open(socket, List.of(), Answers.READY)) {
      assertThat(Captured.run("explain", "-c", file, "B\u00fccher.Example.").out())
          .startsWith("xn--bcher-kva.example goes to vpn, else direct, by rule video\n");
      Captured json = Captured.run("explain", "2001:DB8::9", "--json", "-c", file);
      assertThat(Json.read(Explained.class, json.out().getBytes(UTF_8)).asked())
          .isEqualTo("2001:db8::9");
      assertThat(
              Captured.run(
                      "explain", "-c", file, "a.example", "--port", "tcp/443", "--from", "self")
                  .out())
          .startsWith("connections to port tcp/443 from self:\n\na.example goes to vpn");
    }
  }

  @Test
  void aPolicyIsPlannedAppliedAndConfirmed() {
    try (Console _ = Console.open(socket, List.of(), Answers.READY)) {
      assertThat(Captured.run("plan", "-c", file).out()).contains("~ rule video  to: vpn -> isp2");
      Captured json = Captured.run("plan", "-c", file, "--json");
      assertThat(Json.read(Plan.class, json.out().getBytes(UTF_8))).isEqualTo(Samples.PLAN);
      assertThat(Captured.run("apply", "-c", file, "--confirm-within", "2m").out())
          .isEqualTo(
              "Applied "
                  + file
                  + " in 41 ms: 2 rules; learned addresses: 1,000 stay, 20 move, 3 dropped.\n"
                  + "It will be rolled back in 2 min unless you run 'waymark apply --confirm'.\n");
      assertThat(Captured.run("apply", "-c", file, "--confirm").out())
          .isEqualTo("Confirmed /etc/waymark/waymark.yaml.\n");
      for (String time : new String[] {"0s", "60", "2d", "s", "25h"}) {
        Captured wrong = Captured.run("apply", "-c", file, "--confirm-within", time);
        assertThat(wrong.exit()).isEqualTo(Exit.WRONG);
        assertThat(wrong.err()).contains("expected a time from 1s to 1d");
      }
    }
  }

  @Test
  void withoutADaemonAPlanIsThatOfAStart() {
    Captured plan = Captured.run("plan", "-c", file, "--verbose");
    assertThat(plan.exit()).isEqualTo(Exit.DONE);
    assertThat(plan.out())
        .startsWith(file + ": no daemon is running; a start would do this")
        .contains("+ rule a  names: a.example; to: direct", "chain steer4: goto to_1");
    assertThat(Captured.run("apply", "-c", file).exit()).isEqualTo(Exit.NOT_REACHABLE);
  }

  @Test
  void aDaemonIsReadyWhenItSaysSo() {
    DaemonClient client = new DaemonClient(socket);
    assertThat(client.isReady()).isFalse();
    try (Console _ = Console.open(socket, List.of(), Answers.STARTING)) {
      assertThat(client.isReady()).isFalse();
    }
    try (Console _ = Console.open(socket, List.of(), Answers.READY)) {
      assertThat(client.isReady()).isTrue();
    }
  }

  @Test
  void noDaemonIsNotReachable() {
    notReachable("no daemon answers at " + socket + "; start it with 'waymark run'");
  }

  @Test
  void whatAKilledDaemonLeftIsNotReachable() throws IOException {
    try (ServerSocketChannel left = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      left.bind(UnixDomainSocketAddress.of(socket));
    }
    notReachable("no daemon answers at " + socket + "; start it");
  }

  @Test
  void aDaemonThatStartsIsNotReachable() {
    try (Console _ = Console.open(socket, List.of(), Answers.STARTING)) {
      Captured run = Captured.run("explain", "-c", file, "a.example");
      assertThat(run.exit()).isEqualTo(Exit.NOT_REACHABLE);
      assertThat(run.err()).startsWith("waymark: the daemon is starting; ask again");
    }
  }

  private void notReachable(String message) {
    Captured run = Captured.run("status", "-c", file);
    assertThat(run.exit()).isEqualTo(Exit.NOT_REACHABLE);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("waymark: " + message);
  }

  @Test
  void aSilentDaemonIsGivenUp() throws IOException {
    try (ServerSocketChannel silent = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      silent.bind(UnixDomainSocketAddress.of(socket));
      assertThatThrownBy(() -> new DaemonClient(socket, Duration.ofMillis(200)).status())
          .isInstanceOf(Failure.class)
          .hasMessageContaining("did not answer within");
    }
  }

  @Test
  void answersOfSomethingElseAreRefused() throws Exception {
    for (String answer : new String[] {"SSH-2.0\r\n", "HTTP/1.1 200 OK\r\n\r\n{}"}) {
      Files.deleteIfExists(socket);
      try (ServerSocketChannel other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
        other.bind(UnixDomainSocketAddress.of(socket));
        Thread server = Thread.ofVirtual().start(() -> answer(other, answer));
        Captured run = Captured.run("status", "-c", file);
        assertThat(run.exit()).isEqualTo(Exit.FAILED);
        assertThat(run.err()).contains("unexpected answer from the daemon at " + socket + ": ");
        server.join();
      }
    }
  }

  @Test
  void aDaemonThatEndsMeanwhileIsNoOtherVersion() throws Exception {
    try (ServerSocketChannel ending = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      ending.bind(UnixDomainSocketAddress.of(socket));
      Thread server = Thread.ofVirtual().start(() -> answer(ending, ""));
      notReachable("the daemon at " + socket + " ended before it answered");
      server.join();
    }
  }

  private static void answer(ServerSocketChannel server, String answer) {
    try (SocketChannel client = server.accept()) {
      client.read(ByteBuffer.allocate(4096));
      client.write(ByteBuffer.wrap(answer.getBytes(UTF_8)));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
