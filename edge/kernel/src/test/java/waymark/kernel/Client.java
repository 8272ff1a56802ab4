package waymark.kernel;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Asks for names and visits what it finds, without the cost of a process each. */
final class Client {
  static final int A = 1;
  static final int AAAA = 28;

  private final InetAddress server;
  private final int timeoutMillis;
  private int id = 1;

  Client(String server, int timeoutMillis) {
    this.server = Network.address(server);
    this.timeoutMillis = timeoutMillis;
  }

  /**
   * The addresses of a name, asked for up to four times; empty: no answer came, or one without any.
   */
  List<InetAddress> ask(String name, int type) throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.setSoTimeout(timeoutMillis);
      for (int i = 0; i < 4; i++) {
        byte[] query = query(++id & 0xffff, name, type);
        socket.send(new DatagramPacket(query, query.length, server, 53));
        DatagramPacket reply = new DatagramPacket(new byte[4096], 4096);
        try {
          socket.receive(reply);
          return addresses(ByteBuffer.wrap(reply.getData(), 0, reply.getLength()), query.length);
        } catch (SocketTimeoutException _) {
          // asked again
        }
      }
      return List.of();
    }
  }

  static byte[] query(int id, String name, int type) {
    ByteBuffer query = ByteBuffer.allocate(300);
    query.putShort((short) id).putShort((short) 0x0100).putShort((short) 1);
    query.putShort((short) 0).putInt(0);
    for (String label : name.split("\\.", -1)) {
      query.put((byte) label.length()).put(label.getBytes(StandardCharsets.US_ASCII));
    }
    query.put((byte) 0).putShort((short) type).putShort((short) 1);
    byte[] bytes = new byte[query.position()];
    query.get(0, bytes);
    return bytes;
  }

  /** An answer to that query, of one address. */
  static byte[] answer(byte[] query, InetAddress address) {
    byte[] octets = address.getAddress();
    ByteBuffer answer = ByteBuffer.allocate(query.length + 12 + octets.length);
    answer.put(query).putShort(2, (short) 0x8180).putShort(6, (short) 1);
    answer.putShort((short) 0xc00c).putShort((short) (octets.length == 4 ? A : AAAA));
    answer.putShort((short) 1).putInt(300).putShort((short) octets.length).put(octets);
    return answer.array();
  }

  private static List<InetAddress> addresses(ByteBuffer reply, int start) throws IOException {
    List<InetAddress> addresses = new ArrayList<>();
    reply.position(start);
    for (int i = reply.getShort(6); i > 0; i--) {
      while (reply.get(reply.position()) > 0) {
        reply.position(reply.position() + reply.get(reply.position()) + 1);
      }
      // a pointer, or the end of a name
      reply.position(reply.position() + (reply.get(reply.position()) == 0 ? 1 : 2));
      int type = reply.getShort();
      reply.position(reply.position() + 6);
      byte[] value = new byte[reply.getShort()];
      reply.get(value);
      if (type == A || type == AAAA) {
        addresses.add(InetAddress.getByAddress(value));
      }
    }
    return addresses;
  }

  /** Which provider's web server answers there. */
  static String visit(InetAddress address) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, 80), 20_000);
      socket.setSoTimeout(20_000);
      return request(socket);
    }
  }

  /** Asks the web server once more by this connection. */
  static String request(Socket socket) throws IOException {
    socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    byte[] reply = new byte[4096];
    int length = socket.getInputStream().read(reply);
    if (length < 0) {
      throw new IOException("closed");
    }
    String text = new String(reply, 0, length, StandardCharsets.US_ASCII);
    return text.substring(text.indexOf("\r\n\r\n") + 4).strip();
  }
}
