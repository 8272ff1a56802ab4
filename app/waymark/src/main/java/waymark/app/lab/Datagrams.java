package waymark.app.lab;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/**
 * The answers to datagrams of one connection.
 *
 * @param sent how many were sent
 * @param right how many were answered by the uplink that was expected
 * @param wrong how many were answered by another
 */
record Datagrams(int sent, int right, int wrong) {
  /** So many without an answer in a row end it. */
  private static final int ENOUGH = 3;

  private static final int PATIENCE_MILLIS = 1_000;

  /** Sends one after another from one port, on this thread. */
  static Datagrams exchange(InetAddress site, Uplink expected, int count) throws IOException {
    int sent = 0;
    int missing = 0;
    int right = 0;
    int wrong = 0;
    byte[] question = {1};
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.connect(site, DatagramSites.PORT);
      while (sent < count && missing < ENOUGH) {
        sent++;
        try {
          socket.send(new DatagramPacket(question, question.length));
          DatagramPacket answer = new DatagramPacket(new byte[16], 16);
          socket.receive(answer);
          String word =
              new String(answer.getData(), 0, answer.getLength(), StandardCharsets.US_ASCII);
          missing = 0;
          if (Uplink.of(word) == expected) {
            right++;
          } else {
            wrong++;
          }
        } catch (SocketTimeoutException e) {
          missing++;
        } catch (IOException e) {
          // Refused.
          missing++;
        }
      }
    }
    return new Datagrams(sent, right, wrong);
  }

  int answered() {
    return right + wrong;
  }
}
