package waymark.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
class InternetSocketKernelTest {
  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void bytesGoBothWays(String text) throws IOException {
    InetAddress address = InetAddress.ofLiteral(text);
    try (ServerSocket server = new ServerSocket(0, 1, address);
        InternetSocket socket = InternetSocket.tcp(address)) {
      socket.device("lo");
      socket.mark(7);
      assertThat(socket.connect(address, server.getLocalPort())).isEqualTo(-Errno.EINPROGRESS);
      Poller poller = Poller.of(socket.descriptor());
      poller.toWrite(0);
      assertThat(poller.await(5000)).isTrue();
      assertThat(socket.error()).isZero();
      NativeBuffer buffer = NativeBuffer.of(16);
      assertThat(socket.receive(buffer)).isEqualTo(-Errno.EAGAIN);
      buffer.bytes().put(0, (byte) 42);
      assertThat(socket.send(buffer, 1)).isEqualTo(1);
      try (Socket accepted = server.accept()) {
        assertThat(accepted.getInputStream().read()).isEqualTo(42);
        accepted.getOutputStream().write(43);
      }
      poller.toRead(0);
      assertThat(poller.await(5000)).isTrue();
      assertThat(socket.receive(buffer)).isEqualTo(1);
      assertThat(buffer.bytes().get(0)).isEqualTo((byte) 43);
      assertThat(poller.await(5000)).isTrue();
      assertThat(socket.receive(buffer)).isZero();
    }
  }

  @Test
  void refusalIsTheSocketsError() throws IOException {
    InetAddress address = InetAddress.getLoopbackAddress();
    int port;
    try (ServerSocket server = new ServerSocket(0, 1, address)) {
      port = server.getLocalPort();
    }
    try (InternetSocket socket = InternetSocket.tcp(address)) {
      assertThat(socket.connect(address, port)).isEqualTo(-Errno.EINPROGRESS);
      Poller poller = Poller.of(socket.descriptor());
      poller.toWrite(0);
      assertThat(poller.await(5000)).isTrue();
      assertThat(socket.error()).isEqualTo(Errno.ECONNREFUSED);
      assertThat(socket.error()).isZero();
    }
  }

  @Test
  void absentInterfaceIsRefused() {
    try (InternetSocket socket = InternetSocket.echo(InetAddress.ofLiteral("::1"))) {
      assertThat(socket.receivesIpHeader()).isFalse();
      assertThatThrownBy(() -> socket.device("absent0"))
          .isInstanceOfSatisfying(
              LinuxException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENODEV))
          .hasMessage("bind a socket to interface absent0: no such device (ENODEV)");
    }
  }
}
