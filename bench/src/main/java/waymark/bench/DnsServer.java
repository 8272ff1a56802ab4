package waymark.bench;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;

/** Answers every question about {@link Sites}, by a thread of its own. */
final class DnsServer implements AutoCloseable {
  private final DatagramSocket socket;

  private DnsServer(DatagramSocket socket) {
    this.socket = socket;
  }

  static DnsServer start(Namespace namespace) {
    DatagramSocket socket =
        namespace.call(
            () -> {
              DatagramSocket unbound = new DatagramSocket(null);
              // The replay program sends from this port as well.
              unbound.setReuseAddress(true);
              unbound.bind(new InetSocketAddress(Network.DNS_PORT));
              return unbound;
            });
    DnsServer server = new DnsServer(socket);
    Thread.ofPlatform().name("dns-" + namespace.name()).daemon().start(server::serve);
    return server;
  }

  private void serve() {
    byte[] bytes = new byte[512];
    ByteBuffer message = ByteBuffer.wrap(bytes);
    DatagramPacket packet = new DatagramPacket(bytes, bytes.length);
    try {
      while (true) {
        packet.setLength(bytes.length);
        socket.receive(packet);
        message.clear();
        Sites.answer(message);
        packet.setLength(message.limit());
        socket.send(packet);
      }
    } catch (SocketException _) {
      // closed: the end
    } catch (IOException e) {
      throw new BenchException("the DNS server failed", e);
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
