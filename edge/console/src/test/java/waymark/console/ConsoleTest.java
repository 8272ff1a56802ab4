package waymark.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waymark.api.Applied;
import waymark.api.Event;
import waymark.api.Events;
import waymark.api.Explained;
import waymark.api.FileProblems;
import waymark.api.Json;
import waymark.api.Log;
import waymark.api.LogRow;
import waymark.api.Plan;
import waymark.api.Problem;
import waymark.api.Status;
import waymark.policy.Address;
import waymark.policy.Inquiry;
import waymark.policy.Network;

class ConsoleTest {
  private Path folder;
  private final FakeHost host = new FakeHost();
  private Path socket;
  private RawClient client;
  private Console console;

  @BeforeEach
  void open(@TempDir Path folder) {
    this.folder = folder;
    socket = folder.resolve(Console.SOCKET);
    client = new RawClient(socket);
    console = Console.open(socket, List.of(), host);
  }

  @AfterEach
  void close() {
    console.close();
  }

  @Test
  void statusIsTheHostsStatus() throws IOException {
    RawClient.Answer answer = client.get("/api/v1/status");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.head())
        .contains("Content-Type: application/json", "Cache-Control: no-store")
        .doesNotContain("Server:");
    assertThat(Json.read(Status.class, answer.body().getBytes(UTF_8))).isEqualTo(host.status());
  }

  @Test
  void aNameIsExplainedInNormalForm() throws IOException {
    RawClient.Answer answer = client.get("/api/v1/explain?name=WWW.B%C3%BCcher.Example.");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(Json.read(Explained.class, answer.body().getBytes(UTF_8)).asked())
        .isEqualTo("www.xn--bcher-kva.example");
  }

  @Test
  void someConnectionsAreAskedAbout() throws IOException {
    RawClient.Answer answer =
        client.get("/api/v1/explain?name=a.example&port=tcp/443&from=interface:br-guest");
    Explained explained = Json.read(Explained.class, answer.body().getBytes(UTF_8));
    assertThat(explained.ports()).containsExactly("tcp/443");
    assertThat(explained.from()).containsExactly("interface:br-guest");
  }

  @Test
  void anAddressIsExplained() throws IOException {
    RawClient.Answer answer = client.get("/api/v1/explain?address=2001:DB8:0::1");
    assertThat(Json.read(Explained.class, answer.body().getBytes(UTF_8)))
        .isEqualTo(host.explain(Address.parse("2001:db8::1"), Inquiry.ANY));
  }

  @Test
  void wrongQuestionsAreRefusedWithAdvice() throws IOException {
    String either = "explain takes either a name or an address";
    refuses("/api/v1/explain", 400, either);
    refuses("/api/v1/explain?name=a.example&address=192.0.2.1", 400, either);
    refuses("/api/v1/explain?nane=a.example", 400, either);
    refuses("/api/v1/explain?address=192.0.2.256", 400, "'192.0.2.256'");
    refuses("/api/v1/explain?name=a.example&name=b.example", 400, "name is given twice");
    refuses("/api/v1/explain?name=a.example&port=http", 400, "'http' is not a port");
    refuses("/api/v1/explain?name=a.example&from=192.0.2.256", 400, "'192.0.2.256'");
    refuses("/api/v1/explain?address=192.0.2.1&from=2001:db8::1", 400, "not of one family");
    refuses("/api/v1/explain?name=a..example", 400, "a..example");
    refuses("/api/v1/explain?name=%ff%00", 400, "Bad query");
    refuses("/", 404, "nothing is at /");
    refuses("/api/v2/status", 404, "nothing is at /api/v2/status");
  }

  private void refuses(String target, int status, String error) throws IOException {
    RawClient.Answer answer = client.get(target);
    assertThat(answer.status()).as(target).isEqualTo(status);
    Problem problem = Json.read(Problem.class, answer.body().getBytes(UTF_8));
    assertThat(problem.error()).as(target).contains(error);
  }

  @Test
  void otherMethodsAreRefused() throws IOException {
    RawClient.Answer answer =
        client.send(
            "POST /api/v1/status HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n"
                + "Connection: close\r\n\r\n{}");
    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.head()).contains("Allow: GET, HEAD");
    assertThat(answer.body()).contains("/api/v1/status does not take POST");
    RawClient.Answer head =
        client.send("HEAD /api/v1/status HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
  }

  private RawClient.Answer post(String target, String body) throws IOException {
    return client.send(
        "POST "
            + target
            + " HTTP/1.1\r\nHost: x\r\nContent-Length: "
            + body.length()
            + "\r\nConnection: close\r\n\r\n"
            + body);
  }

  @Test
  void policiesArePlannedAppliedAndConfirmed() throws IOException {
    RawClient.Answer plan = post("/api/v1/plan", "{\"file\":\"/a.yaml\",\"confirmWithin\":0}");
    assertThat(plan.status()).isEqualTo(200);
    assertThat(Json.read(Plan.class, plan.body().getBytes(UTF_8)).file()).isEqualTo("/a.yaml");
    RawClient.Answer applied = post("/api/v1/apply", "{\"file\":\"/a.yaml\",\"confirmWithin\":60}");
    assertThat(Json.read(Applied.class, applied.body().getBytes(UTF_8)).confirmWithin())
        .isEqualTo(60);
    assertThat(post("/api/v1/confirm", "").status()).isEqualTo(200);
    assertThat(post("/api/v1/rollback", "").status()).isEqualTo(200);
  }

  @Test
  void aWrongFileAndARefusalAreTold() throws IOException {
    RawClient.Answer wrong = post("/api/v1/apply", "{\"file\":\"/wrong.yaml\"}");
    assertThat(wrong.status()).isEqualTo(422);
    assertThat(Json.read(FileProblems.class, wrong.body().getBytes(UTF_8)).problems()).hasSize(1);
    RawClient.Answer refused = post("/api/v1/apply", "{\"file\":\"/refused.yaml\"}");
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.body()).contains("the kernel refuses");
    for (String body : List.of("", "{}", "[", "{\"file\":\"/a\",\"confirmWithin\":-1}")) {
      assertThat(post("/api/v1/apply", body).status()).as(body).isEqualTo(400);
    }
    RawClient.Answer method = client.get("/api/v1/apply");
    assertThat(method.status()).isEqualTo(405);
    assertThat(method.head()).contains("Allow: POST");
    host.ready = false;
    assertThat(post("/api/v1/plan", "{\"file\":\"/a.yaml\"}").status()).isEqualTo(503);
  }

  @Test
  void brokenRequestsAreRefusedAsJson() throws IOException {
    for (String request :
        List.of(
            "rubbish\r\n\r\n",
            "GET /healthz HTTP/1.1\r\n\r\n",
            "GET /%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")) {
      RawClient.Answer answer = client.send(request);
      assertThat(answer.status()).isBetween(400, 499);
    }
    assertThat(client.get("/healthz").status()).isEqualTo(200);
  }

  @Test
  void aHostThatStartsIsAliveButNotReady() throws IOException {
    host.ready = false;
    assertThat(client.get("/healthz").body()).isEqualTo("{\"healthy\":true}");
    refuses("/readyz", 503, "the daemon is starting");
    refuses("/api/v1/explain?name=a.example", 503, "the daemon is starting");
    assertThat(client.get("/api/v1/status").body()).contains("\"starting\"");
    host.ready = true;
    assertThat(client.get("/readyz").body()).isEqualTo("{\"ready\":true}");
  }

  @Test
  void aFaultOfTheHostIsSaid() throws IOException {
    refuses("/api/v1/explain?name=broken.example", 500, "the engine's thread is gone");
    assertThat(client.get("/healthz").status()).isEqualTo(200);
  }

  @Test
  void manyAtOnceAreAnswered() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Integer>> calls = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        calls.add(() -> client.get("/api/v1/status").status());
      }
      for (Future<Integer> answer : threads.invokeAll(calls)) {
        assertThat(answer.get()).isEqualTo(200);
      }
    }
  }

  @Test
  void onlyTheOwnerMayConnect() throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
        .isEqualTo("rw-------");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(socket);
    }
  }

  @Test
  void theSocketGoesWithTheConsole() {
    console.close();
    assertThat(socket).doesNotExist();
  }

  @Test
  void aSecondConsoleIsRefused() throws IOException {
    assertThatThrownBy(() -> Console.open(socket, List.of(), host))
        .isInstanceOf(ConsoleException.class)
        .hasMessageContaining("another waymark answers at " + socket);
    assertThat(client.get("/healthz").status()).isEqualTo(200);
  }

  @Test
  void whatAKilledProcessLeftIsReplaced() throws IOException {
    console.close();
    try (ServerSocketChannel left = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      left.bind(UnixDomainSocketAddress.of(socket));
    }
    // Killed between bind and move.
    Path half = Files.createDirectory(folder.resolve("." + Console.SOCKET));
    Files.createFile(half.resolve("s"));
    assertThat(socket).exists();
    console = Console.open(socket, List.of(), host);
    assertThat(client.get("/healthz").status()).isEqualTo(200);
  }

  @Test
  void aFolderThatIsNotThereIsSaid() {
    Path nowhere = folder.resolve("none").resolve(Console.SOCKET);
    assertThatThrownBy(() -> Console.open(nowhere, List.of(), host))
        .isInstanceOf(ConsoleException.class)
        .hasMessageContaining("cannot open the socket " + nowhere);
  }

  @Test
  void eventsAreReadFromANumberOn() throws IOException {
    RawClient.Answer answer = client.get("/api/v1/events?since=1");
    Events events = Json.read(Events.class, answer.body().getBytes(UTF_8));
    assertThat(events.last()).isEqualTo(3);
    assertThat(events.events()).extracting(Event::number).containsExactly(2L, 3L);
    refuses("/api/v1/events?since=x", 400, "since is not a number");
  }

  @Test
  void eventsAreFollowed() throws IOException {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(Channels.newInputStream(channel), UTF_8))) {
      channel.write(
          ByteBuffer.wrap(
              ("GET /api/v1/events HTTP/1.0\r\nHost: x\r\nAccept: text/event-stream\r\n"
                      + "Last-Event-ID: 2\r\n\r\n")
                  .getBytes(UTF_8)));
      assertThat(data(lines).number()).isEqualTo(3);
      host.happened = 5;
      assertThat(data(lines).number()).isEqualTo(4);
      assertThat(data(lines).number()).isEqualTo(5);
    }
    assertThat(client.get("/healthz").status()).isEqualTo(200);
  }

  @Test
  void theLogIsAskedWithItsFilters() throws IOException {
    RawClient.Answer answer =
        client.get(
            "/api/v1/log?name=WWW.Example.com.&client=192.0.2.0/24&link=vpn&rule=video"
                + "&since=2026-01-31T09:00:00Z&until=2026-01-31T10:00:00Z&denied=true&after=2&limit=7");
    assertThat(Json.read(Log.class, answer.body().getBytes(UTF_8)).rows())
        .extracting(LogRow::number)
        .containsExactly(3L);
    assertThat(host.asked)
        .contains(
            new LogQuery(
                "www.example.com",
                Optional.of(Network.parse("192.0.2.0/24")),
                "vpn",
                "video",
                Instant.parse("2026-01-31T09:00:00Z"),
                Instant.parse("2026-01-31T10:00:00Z"),
                true,
                2,
                7));
    refuses("/api/v1/log?nmae=x", 400, "'nmae' is no parameter of the log");
    refuses("/api/v1/log?name=a..b", 400, "two dots in a row");
    refuses("/api/v1/log?after=-1", 400, "after is '-1'");
    refuses("/api/v1/log?limit=10001", 400, "limit is '10001'");
    refuses("/api/v1/log?since=noon", 400, "since is 'noon'");
    refuses("/api/v1/log?rule=a&rule=b", 400, "rule is given twice");
  }

  @Test
  void theLogIsFollowed() throws IOException {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(Channels.newInputStream(channel), UTF_8))) {
      channel.write(
          ByteBuffer.wrap(
              ("GET /api/v1/log?after=2&rule=default HTTP/1.0\r\nHost: x\r\n"
                      + "Accept: text/event-stream\r\n\r\n")
                  .getBytes(UTF_8)));
      String line = lines.readLine();
      while (!line.startsWith("id: ")) {
        line = lines.readLine();
      }
      assertThat(line).isEqualTo("id: 3");
      assertThat(lines.readLine()).isEqualTo("event: passed");
      assertThat(lines.readLine()).startsWith("data: {\"number\":3,");
    }
  }

  private static Event data(BufferedReader lines) throws IOException {
    String line = lines.readLine();
    while (!line.startsWith("data: ")) {
      line = lines.readLine();
    }
    return Json.read(Event.class, line.substring(6).getBytes(UTF_8));
  }

  @Test
  void conflictsAndTrafficAreTheHosts() throws IOException {
    assertThat(client.get("/api/v1/conflicts").body())
        .isEqualTo(new String(Json.write(host.conflicts()), UTF_8));
    assertThat(client.get("/api/v1/traffic").body())
        .isEqualTo(new String(Json.write(host.traffic()), UTF_8));
    assertThat(client.get("/api/v1/denials").body())
        .isEqualTo(new String(Json.write(host.denials()), UTF_8));
    assertThat(client.get("/api/v1/lists").body())
        .isEqualTo(new String(Json.write(host.lists()), UTF_8));
    assertThat(post("/api/v1/lists/refresh", "").body())
        .isEqualTo(new String(Json.write(host.refreshLists()), UTF_8));
  }

  @Test
  void metricsAreTextInTheFormatAskedFor() throws IOException {
    RawClient.Answer plain = client.get("/metrics");
    assertThat(plain.head()).contains("Content-Type: text/plain; version=0.0.4");
    assertThat(plain.body())
        .isEqualTo(
            """
            # HELP waymark_repairs_total Repairs.
            # TYPE waymark_repairs_total counter
            waymark_repairs_total{what="a \\"table\\"\\\\\\n"} 3
            # HELP waymark_hold_seconds Held.
            # TYPE waymark_hold_seconds histogram
            waymark_hold_seconds_bucket{le="0.1"} 1
            waymark_hold_seconds_bucket{le="0.2"} 3
            waymark_hold_seconds_bucket{le="+Inf"} 4
            waymark_hold_seconds_sum 0.5
            waymark_hold_seconds_count 4
            """);
    assertThat(Exposition.parse(plain.body())).hasSize(2);
    RawClient.Answer open =
        client.send(
            "GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                + "Accept: application/openmetrics-text;version=1.0.0,text/plain;q=0.5\r\n\r\n");
    assertThat(open.head()).contains("Content-Type: application/openmetrics-text; version=1.0.0");
    assertThat(open.body())
        .contains("# TYPE waymark_repairs counter\nwaymark_repairs_total{")
        .endsWith("\n# EOF\n");
  }

  @Test
  void byTcpOnlyWhatAllMayReadIsAnswered() throws IOException {
    console.close();
    int port = freePort();
    console = Console.open(socket, List.of(new InetSocketAddress("127.0.0.1", port)), host);
    assertThat(byTcp(port, "/metrics", "127.0.0.1")).startsWith("HTTP/1.1 200");
    assertThat(byTcp(port, "/healthz", "localhost:" + port)).startsWith("HTTP/1.1 200");
    assertThat(byTcp(port, "/api/v1/status", "[::1]")).startsWith("HTTP/1.1 200");
    assertThat(byTcp(port, "/api/v1/events", "127.0.0.1"))
        .startsWith("HTTP/1.1 404")
        .contains("but on the unix socket");
    assertThat(byTcp(port, "/api/v1/traffic", "127.0.0.1")).startsWith("HTTP/1.1 404");
    assertThat(byTcp(port, "/metrics", "evil.example")).startsWith("HTTP/1.1 421");
    assertThat(client.get("/api/v1/events").status()).isEqualTo(200);
  }

  @Test
  void aPortThatIsTakenIsSaid() throws IOException {
    console.close();
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      InetSocketAddress address = new InetSocketAddress("127.0.0.1", taken.getLocalPort());
      assertThatThrownBy(() -> Console.open(socket, List.of(address), host))
          .isInstanceOf(ConsoleException.class)
          .hasMessageContaining("cannot listen at 127.0.0.1 port " + taken.getLocalPort());
    }
    console = Console.open(socket, List.of(), host);
  }

  @Test
  void untilThereIsAHostItIsStarting() throws IOException {
    console.close();
    console = Console.open(socket, List.of());
    assertThat(client.get("/healthz").status()).isEqualTo(200);
    assertThat(client.get("/readyz").status()).isEqualTo(503);
    assertThat(client.get("/api/v1/status").status()).isEqualTo(503);
    assertThat(post("/api/v1/confirm", "").status()).isEqualTo(503);
    console.serve(host);
    assertThat(client.get("/api/v1/status").status()).isEqualTo(200);
  }

  @Test
  void portsAreExchangedWhileItRuns() throws IOException {
    InetSocketAddress first = new InetSocketAddress("127.0.0.1", freePort());
    InetSocketAddress second = new InetSocketAddress("127.0.0.1", freePort());
    console.listen(List.of(first));
    console.listen(List.of(second));
    assertThat(byTcp(first.getPort(), "/healthz", "127.0.0.1")).startsWith("HTTP/1.1 200");
    console.listenOnly(List.of(second));
    assertThat(byTcp(second.getPort(), "/healthz", "127.0.0.1")).startsWith("HTTP/1.1 200");
    assertThatThrownBy(() -> byTcp(first.getPort(), "/healthz", "127.0.0.1"))
        .isInstanceOf(IOException.class);
    // The same port on all addresses.
    InetSocketAddress all = new InetSocketAddress("0.0.0.0", second.getPort());
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      InetSocketAddress other = new InetSocketAddress("127.0.0.1", taken.getLocalPort());
      assertThatThrownBy(() -> console.listen(List.of(all, other)))
          .isInstanceOf(ConsoleException.class);
    }
    assertThat(byTcp(second.getPort(), "/healthz", "127.0.0.1")).startsWith("HTTP/1.1 200");
    console.listen(List.of(all));
    console.listenOnly(List.of(all));
    assertThat(byTcp(all.getPort(), "/healthz", "127.0.0.1")).startsWith("HTTP/1.1 200");
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  private static String byTcp(int port, String target, String name) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket
          .getOutputStream()
          .write(
              ("GET " + target + " HTTP/1.1\r\nHost: " + name + "\r\nConnection: close\r\n\r\n")
                  .getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }
}
