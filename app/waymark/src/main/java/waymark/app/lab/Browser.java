package waymark.app.lab;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Does what a client does: asks for a name, then connects to the address in the answer. It runs on
 * the threads of a host ({@link HostThreads}).
 *
 * @param server the DNS server that it asks
 */
record Browser(InetAddress server) {
  private static final int ATTEMPTS = 3;
  private static final int ANSWER_MILLIS = 1_000;
  static final byte[] REQUEST = "GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  /** Any address and port of this host. */
  static final InetSocketAddress ANY = new InetSocketAddress(0);

  static final Browser BY_IPV4 = new Browser(SiteAddresses.parse(LabNetwork.DNS_IPV4));
  static final Browser BY_IPV6 = new Browser(SiteAddresses.parse(LabNetwork.DNS_IPV6));

  /**
   * An answer.
   *
   * @param addresses those in it
   * @param nanos since the question was first sent
   * @param attempts how many questions were sent
   */
  record Reply(List<InetAddress> addresses, long nanos, int attempts) {}

  /** Asks by UDP from a new port, and again when no answer comes. */
  Reply ask(String name, int type) throws IOException {
    return ask(name, type, ATTEMPTS);
  }

  /** As {@link #ask(String, int)}, with up to so many questions, one a second. */
  Reply ask(String name, int type, int attempts) throws IOException {
    int id = ThreadLocalRandom.current().nextInt(0x10000);
    byte[] question = DnsMessage.question(id, name, type);
    DatagramPacket asked = new DatagramPacket(question, question.length);
    DatagramPacket answer = new DatagramPacket(new byte[4096], 4096);
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.setSoTimeout(ANSWER_MILLIS);
      socket.connect(server, NameServer.PORT);
      long start = System.nanoTime();
      for (int attempt = 1; attempt <= attempts; attempt++) {
        socket.send(asked);
        try {
          socket.receive(answer);
          long nanos = System.nanoTime() - start;
          ByteBuffer message = ByteBuffer.wrap(answer.getData(), 0, answer.getLength());
          return new Reply(DnsMessage.readAddresses(message), nanos, attempt);
        } catch (SocketTimeoutException e) {
          // The next attempt follows.
        }
      }
    }
    throw new LabException("no answer for " + name + " in " + attempts + " attempts");
  }

  /** Asks by TCP. */
  Reply askByTcp(String name, int type) throws IOException {
    byte[] question = DnsMessage.question(7, name, type);
    try (Socket socket = new Socket()) {
      socket.setSoTimeout(ANSWER_MILLIS);
      socket.setTcpNoDelay(true);
      socket.connect(new InetSocketAddress(server, NameServer.PORT), ANSWER_MILLIS);
      byte[] framed =
          ByteBuffer.allocate(question.length + 2)
              .putShort((short) question.length)
              .put(question)
              .array();
      long start = System.nanoTime();
      socket.getOutputStream().write(framed);
      DataInputStream in = new DataInputStream(socket.getInputStream());
      byte[] answer = new byte[in.readUnsignedShort()];
      in.readFully(answer);
      long nanos = System.nanoTime() - start;
      return new Reply(DnsMessage.readAddresses(ByteBuffer.wrap(answer)), nanos, 1);
    } catch (SocketTimeoutException e) {
      throw new LabException("no answer by TCP for " + name, e);
    }
  }

  /**
   * Connects to a site and asks which uplink it is, where silence is nothing unusual; see {@link
   * Visitor} for the other cases.
   */
  static Uplink visit(InetAddress site, Duration patience) {
    try (Socket socket = new Socket()) {
      socket.setSoTimeout((int) patience.toMillis());
      socket.connect(new InetSocketAddress(site, SiteServer.PORT), (int) patience.toMillis());
      return ask(socket);
    } catch (SocketTimeoutException e) {
      return Uplink.SILENT;
    } catch (IOException e) {
      return Uplink.REFUSED;
    }
  }

  /** Asks over an open connection which uplink it took. */
  static Uplink ask(Socket connection) throws IOException {
    connection.getOutputStream().write(REQUEST);
    return read(new String(connection.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
  }

  /** The uplink that a page names. */
  static Uplink read(String page) throws IOException {
    int body = page.indexOf("\r\n\r\n");
    if (body < 0) {
      throw new IOException("the connection ended before the page was complete");
    }
    return Uplink.of(page.substring(body).strip());
  }
}
