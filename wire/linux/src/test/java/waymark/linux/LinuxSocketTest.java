package waymark.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class LinuxSocketTest {
  private static final int ROUTE = 0;
  private static final int RTM_GETLINK = 18;
  private static final int REQUEST_AND_DUMP = 0x301;

  /** Asks for all interfaces, in a message of struct nlmsghdr and struct ifinfomsg. */
  private static NativeBuffer request() {
    NativeBuffer buffer = NativeBuffer.of(64);
    ByteBuffer bytes = buffer.bytes();
    bytes.putInt(0, 32).putShort(4, (short) RTM_GETLINK).putShort(6, (short) REQUEST_AND_DUMP);
    bytes.putInt(8, 77);
    return buffer;
  }

  @Test
  void kernelAnswersOverNetlink() {
    try (LinuxSocket socket = LinuxSocket.netlink(ROUTE)) {
      assertThat(socket.netlinkPort()).isNotZero();
      NativeBuffer in = NativeBuffer.of(65536);
      assertThat(socket.receive(in)).isEqualTo(-Errno.EAGAIN);
      socket.send(request(), 32);
      assertThat(Poller.of(socket.descriptor()).await(10_000)).isTrue();
      assertThat(socket.receive(in)).isGreaterThan(32);
      assertThat(socket.senderPort()).isZero();
      assertThat(in.bytes().getInt(8)).isEqualTo(77);
      assertThat(in.bytes().getInt(12)).isEqualTo(socket.netlinkPort());
    }
  }

  @Test
  void datagramThatIsCutTellsItsRealLength() {
    try (LinuxSocket socket = LinuxSocket.netlink(ROUTE)) {
      socket.send(request(), 32);
      assertThat(Poller.of(socket.descriptor()).await(10_000)).isTrue();
      assertThat(socket.receive(NativeBuffer.of(16))).isGreaterThan(16);
    }
  }

  @Test
  void manyDatagramsComeInOneCall() {
    try (LinuxSocket socket = LinuxSocket.netlink(ROUTE)) {
      DatagramBatch batch = DatagramBatch.of(4, 32768);
      assertThat(socket.receive(batch)).isEqualTo(-Errno.EAGAIN);
      socket.send(request(), 32);
      int received = socket.receive(batch);
      assertThat(received).isPositive();
      for (int i = 0; i < received; i++) {
        assertThat(batch.senderPort(i)).isZero();
        assertThat(batch.length(i)).isPositive();
        assertThat(batch.payload().getInt(batch.offset(i) + 8)).isEqualTo(77);
      }
      socket.send(request(), 32);
      DatagramBatch small = DatagramBatch.of(1, 16);
      assertThat(socket.receive(small)).isEqualTo(1);
      assertThat(small.length(0)).isEqualTo(16);
    }
  }

  @Test
  void optionsAndBufferSizesAreReadBack() {
    try (LinuxSocket socket = LinuxSocket.netlink(ROUTE)) {
      int capAck = 10;
      int netlink = 270;
      assertThat(socket.option(netlink, capAck)).isZero();
      socket.option(netlink, capAck, 1);
      assertThat(socket.option(netlink, capAck)).isEqualTo(1);
      assertThat(socket.receiveBuffer(100_000)).isEqualTo(200_000);
      assertThat(socket.sendBuffer(50_000)).isEqualTo(100_000);
      assertThat(socket.sendBuffer()).isEqualTo(100_000);
    }
  }

  @Test
  void refusedCallSaysWhatWasTriedAndWhy() {
    assertThatThrownBy(() -> LinuxSocket.netlink(9999))
        .isInstanceOfSatisfying(LinuxException.class, e -> assertThat(e.errno()).isEqualTo(93))
        .hasMessage(
            "open a netlink socket of protocol 9999: protocol not supported (EPROTONOSUPPORT)");
    assertThat(new LinuxException("x", Errno.EPERM).isPermission()).isTrue();
    assertThat(new LinuxException("x", 12345).getMessage()).contains("errno 12345");
  }

  @Test
  void closedDescriptorIsNotUsed() {
    LinuxSocket socket = LinuxSocket.netlink(ROUTE);
    socket.close();
    socket.close();
    assertThat(socket.descriptor().isOpen()).isFalse();
    assertThatThrownBy(socket::netlinkPort).isInstanceOf(IllegalStateException.class);
  }
}
