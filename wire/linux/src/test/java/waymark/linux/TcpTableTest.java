package waymark.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TcpTableTest {
  @TempDir private Path net = Path.of("");

  private static InetSocketAddress end(String address, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(address), port);
  }

  @Test
  void filesOfTheKernelAreRead() throws IOException {
    assumeTrue(ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN, "written on such a processor");
    // cat /proc/self/net/tcp /proc/self/net/tcp6
    Files.writeString(
        net.resolve("tcp"),
        """
          sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
           0: 0100007F:0035 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 7001 1 00 100 0 0 10 0
           1: 0A0200C0:C350 050071CB:0016 01 00000000:00000000 02:000A7214 00000000  1000        0 7002 2 00 20 4 30 10 -1
        """);
    Files.writeString(
        net.resolve("tcp6"),
        """
          sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
           0: B80D0120000000000000000001000000:01BB 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 7003 1 00 100 0 0 10 0
           1: 0000000000000000FFFF00000A0200C0:0016 0000000000000000FFFF0000050071CB:C351 06 00000000:00000000 03:00000B0E 00000000     0        0 0 3 00
        """);
    assertThat(TcpTable.read(net).sockets())
        .containsExactly(
            new TcpTable.Socket(end("127.0.0.1", 53), end("0.0.0.0", 0), 10, 7001),
            new TcpTable.Socket(end("192.0.2.10", 50_000), end("203.113.0.5", 22), 1, 7002),
            new TcpTable.Socket(end("2001:db8::1", 443), end("::", 0), 10, 7003),
            new TcpTable.Socket(end("192.0.2.10", 22), end("203.113.0.5", 50_001), 6, 0));
    assertThat(TcpTable.read(net).listeningPorts()).containsExactly(53, 443);
    assertThat(TcpTable.read(net).servedPorts()).containsExactly(443);
  }

  @Test
  void whatIsNotThereIsEmpty() {
    assertThat(TcpTable.read(net.resolve("none")).sockets()).isEmpty();
  }

  @Test
  void thisProcessIsInItsOwnTable() throws IOException {
    InetAddress here = InetAddress.getLoopbackAddress();
    try (ServerSocket server = new ServerSocket(0, 1, here);
        Socket client = new Socket(here, server.getLocalPort())) {
      TcpTable table = TcpTable.own();
      assertThat(table.sockets())
          .anyMatch(
              socket ->
                  socket.isListening() && socket.local().equals(server.getLocalSocketAddress()))
          .anyMatch(
              socket ->
                  socket.isEstablished()
                      && socket.local().equals(client.getLocalSocketAddress())
                      && socket.remote().equals(client.getRemoteSocketAddress()));
    }
  }
}
