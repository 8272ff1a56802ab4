package waymark.app.lab;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/** The DNS server of the lab on the first uplink, for UDP and TCP. */
final class NameServer implements AutoCloseable {
  static final int PORT = 53;
  private static final int SLOWEST_MILLIS = 5_000;

  private final Zone zone;
  private final DatagramChannel datagrams;
  private final ServerSocket streams;

  private NameServer(Zone zone, DatagramChannel datagrams, ServerSocket streams) {
    this.zone = zone;
    this.datagrams = datagrams;
    this.streams = streams;
  }

  /** For a filter whose own questions nobody on the way can read. */
  static final int HIDDEN_PORT = 8053;

  static NameServer open(Zone zone, int port) {
    NameServer server =
        LabNetwork.open(
            LabNetwork.ISP1,
            () ->
                new NameServer(
                    zone,
                    DatagramChannel.open().bind(new InetSocketAddress(port)),
                    new ServerSocket(port)));
    Thread.ofPlatform().name("lab-dns-udp").daemon().start(server::answerDatagrams);
    Thread.ofPlatform().name("lab-dns-tcp").daemon().start(server::acceptStreams);
    return server;
  }

  private byte[] answer(ByteBuffer message) {
    DnsMessage.Question question = DnsMessage.readQuestion(message);
    return DnsMessage.answer(question, zone.find(question.name(), question.type()));
  }

  private void answerDatagrams() {
    ByteBuffer message = ByteBuffer.allocateDirect(4096);
    while (datagrams.isOpen()) {
      try {
        message.clear();
        SocketAddress client = datagrams.receive(message);
        message.flip();
        byte[] answer = answer(message);
        message.clear();
        message.put(answer).flip();
        datagrams.send(message, client);
      } catch (IOException e) {
        // Closed, or the client is gone and asks again.
      }
    }
  }

  private void acceptStreams() {
    while (!streams.isClosed()) {
      try {
        Socket connection = streams.accept();
        Thread.ofVirtual().start(() -> serve(connection));
      } catch (IOException e) {
        // Closed, or the client was gone before it was accepted.
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      connection.setSoTimeout(SLOWEST_MILLIS);
      connection.setTcpNoDelay(true);
      DataInputStream in = new DataInputStream(connection.getInputStream());
      DataOutputStream out = new DataOutputStream(connection.getOutputStream());
      byte[] question = new byte[in.readUnsignedShort()];
      in.readFully(question);
      byte[] answer = answer(ByteBuffer.wrap(question));
      byte[] framed =
          ByteBuffer.allocate(answer.length + 2)
              .putShort((short) answer.length)
              .put(answer)
              .array();
      out.write(framed);
    } catch (IOException e) {
      // The client is gone, and reports that.
    }
  }

  @Override
  public void close() throws IOException {
    datagrams.close();
    streams.close();
  }
}
