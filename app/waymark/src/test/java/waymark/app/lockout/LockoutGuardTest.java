package waymark.app.lockout;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waymark.kernel.model.ExemptionSettings;
import waymark.linux.TcpTable;
import waymark.policy.Address;
import waymark.policy.Lifetime;
import waymark.policy.Link;
import waymark.policy.Network;
import waymark.policy.Policy;
import waymark.policy.Rule;

/** Sessions of a proc(5) that is made up. */
class LockoutGuardTest {
  private static final Map<String, String> FROM_OUTSIDE =
      Map.of("SSH_CONNECTION", "203.0.113.5 50000 198.51.100.2 22");
  private static final Map<String, String> FROM_HERE =
      Map.of("SSH_CONNECTION", "127.0.0.1 40000 127.0.0.1 22");
  private static final String LISTENS = "0A";
  private static final String OPEN = "01";

  @TempDir private Path proc = Path.of("");
  private int sockets;

  @BeforeEach
  void begin() throws IOException {
    Files.createDirectories(proc.resolve("self/net"));
    Files.writeString(
        proc.resolve("self/net/tcp"),
        "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout"
            + " inode\n");
    process("self", 100, "java", "");
    process("100", 90, "sudo (waymark) x", "");
    process("90", 1, "bash", "");
  }

  private void process(String folder, int parent, String name, String environment)
      throws IOException {
    Path process = Files.createDirectories(proc.resolve(folder));
    Files.createDirectories(process.resolve("fd"));
    Files.writeString(process.resolve("stat"), "1 (" + name + ") S " + parent + " 1 1 0\n");
    Files.writeString(process.resolve("comm"), name + "\n");
    Files.writeString(process.resolve("environ"), environment);
  }

  private static String end(String address, int port) throws IOException {
    int number = ByteBuffer.wrap(InetAddress.ofLiteral(address).getAddress()).getInt();
    if (ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN) {
      number = Integer.reverseBytes(number);
    }
    return "%08X:%04X".formatted(number, port);
  }

  /** One more socket, which belongs to a process. */
  private void socket(String owner, String state, String local, int port, String remote, int to)
      throws IOException {
    int inode = 7000 + sockets++;
    String line =
        "   %d: %s %s %s 00000000:00000000 00:00000000 00000000     0        0 %d 1 0 100 0 0\n"
            .formatted(sockets, end(local, port), end(remote, to), state, inode);
    Path table = proc.resolve("self/net/tcp");
    Files.writeString(table, Files.readString(table) + line);
    Files.createSymbolicLink(
        proc.resolve(owner).resolve("fd/" + sockets), Path.of("socket:[" + inode + "]"));
  }

  private static Policy policy(Link otherwise) {
    return Policy.compile(
        List.of(),
        List.of(
            new Rule(
                "bastion",
                List.of(Link.DIRECT),
                List.of(),
                List.of(Network.parse("192.0.2.0/24")),
                0,
                Lifetime.DEFAULT,
                false)),
        List.of(otherwise));
  }

  private Processes processes() {
    return new Processes(proc, proc.resolve("self"));
  }

  private Optional<Address> lost(Map<String, String> environment, String... management)
      throws IOException {
    StringBuilder variables = new StringBuilder();
    environment.forEach((name, value) -> variables.append(name + "=" + value + "\0"));
    process("self", 100, "java", variables.toString());
    return new LockoutGuard(
            policy(Link.BLOCK),
            new ExemptionSettings(
                List.of(management).stream().map(Network::parse).toList(),
                List.of(),
                ExemptionSettings.RESOLV_CONF),
            processes(),
            TcpTable.read(proc.resolve("self/net")))
        .lost();
  }

  @Test
  void nobodyIsCutOffAtTheConsole() throws IOException {
    assertThat(lost(Map.of())).isEmpty();
    assertThat(lost(Map.of("SSH_CONNECTION", "UNKNOWN 65535 UNKNOWN 65535"))).isEmpty();
  }

  @Test
  void whatCameInByAListeningPortGoesOn() throws IOException {
    socket("90", LISTENS, "0.0.0.0", 22, "0.0.0.0", 0);
    assertThat(lost(FROM_OUTSIDE)).isEmpty();
  }

  @Test
  void withoutAListenerOnlyARuleOrManagementSavesIt() throws IOException {
    assertThat(lost(FROM_OUTSIDE)).contains(Address.parse("203.0.113.5"));
    assertThat(lost(FROM_OUTSIDE, "203.0.113.0/24")).isEmpty();
    assertThat(lost(Map.of("SSH_CONNECTION", "192.0.2.5 50000 198.51.100.2 22"))).isEmpty();
  }

  @Test
  void whatSudoForgetsItsParentKnows() throws IOException {
    process("90", 80, "bash", "TERM=xterm\0SSH_CONNECTION=203.0.113.5 50000 198.51.100.2 22\0");
    assertThat(lost(Map.of())).contains(Address.parse("203.0.113.5"));
  }

  @Test
  void theSocketsOfAnSshdAboveTellOfItsClient() throws IOException {
    process("90", 80, "bash", "");
    process("80", 1, "sshd-session", "");
    socket("80", OPEN, "198.51.100.2", 22, "203.0.113.6", 50_001);
    assertThat(lost(Map.of())).contains(Address.parse("203.0.113.6"));
  }

  @Test
  void aTunnelThatThisHostHasOpenedIsEgress() throws IOException {
    process("500", 1, "ssh", "");
    socket("90", LISTENS, "0.0.0.0", 22, "0.0.0.0", 0);
    socket("500", OPEN, "127.0.0.1", 40_000, "127.0.0.1", 22);
    assertThat(lost(FROM_HERE)).isEmpty();
    socket("500", OPEN, "198.51.100.2", 51_000, "192.0.2.9", 22);
    assertThat(lost(FROM_HERE)).as("a rule allows it").isEmpty();
    socket("500", OPEN, "198.51.100.2", 51_001, "203.0.113.9", 443);
    assertThat(lost(FROM_HERE)).contains(Address.parse("203.0.113.9"));
    assertThat(lost(FROM_HERE, "203.0.113.9")).isEmpty();
  }

  @Test
  void aTableInACircleEnds() throws IOException {
    process("90", 100, "bash", "");
    assertThat(processes().ancestors()).hasSize(64);
  }
}
