package waymark.bench;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;

/** Asks for names as a resolver library does: one socket, one question at a time. One thread. */
final class DnsClient implements AutoCloseable {
  private static final int RETRY_MILLIS = 1000;
  private static final int TRIES = 10;

  private final DatagramSocket socket;
  private final ByteBuffer question = ByteBuffer.wrap(new byte[512]);
  private final byte[] answer = new byte[512];
  private final DatagramPacket sent;
  private final DatagramPacket received = new DatagramPacket(answer, answer.length);
  private int lastId;
  private int retries;

  private DnsClient(DatagramSocket socket, InetSocketAddress server) throws IOException {
    this.socket = socket;
    sent = new DatagramPacket(question.array(), 0, server);
    socket.connect(server);
    socket.setSoTimeout(RETRY_MILLIS);
  }

  /** A client in that namespace, of the server at that address. */
  static DnsClient open(Namespace namespace, String server) {
    return namespace.call(
        () ->
            new DnsClient(
                new DatagramSocket(),
                new InetSocketAddress(InetAddress.getByName(server), Network.DNS_PORT)));
  }

  /** Sends the question for a name. */
  void ask(int number) throws IOException {
    lastId = (lastId + 1) & 0xffff;
    Sites.question(question, number, lastId);
    sent.setLength(question.limit());
    socket.send(sent);
  }

  /** Waits for the answer to that question, and asks again when it does not come. */
  void await(int number) throws IOException {
    for (int tries = 0; tries < TRIES; tries++) {
      try {
        do {
          received.setLength(answer.length);
          socket.receive(received);
        } while ((((answer[0] & 0xff) << 8) | (answer[1] & 0xff)) != lastId);
        if ((answer[3] & 0x0f) != 0 || (answer[6] | answer[7]) == 0) {
          throw new BenchException("name " + number + " got an empty answer, code " + answer[3]);
        }
        return;
      } catch (SocketTimeoutException _) {
        retries++;
        ask(number);
      }
    }
    throw new BenchException("name " + number + " got no answer");
  }

  /** Asks for a name; the nanoseconds until its answer was there. */
  long time(int number) throws IOException {
    long begin = System.nanoTime();
    ask(number);
    await(number);
    return System.nanoTime() - begin;
  }

  /** How often a question had to be asked again. */
  int retries() {
    return retries;
  }

  @Override
  public void close() {
    socket.close();
  }
}
