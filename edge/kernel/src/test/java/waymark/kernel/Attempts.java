package waymark.kernel;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** Connections to addresses, again and again, from the client and from the router. */
final class Attempts implements AutoCloseable {
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopping;

  Attempts(Network network, List<String> addresses) {
    for (String who : List.of("client", "router")) {
      network.in(
          who,
          () -> {
            threads.add(Thread.ofPlatform().daemon().start(() -> run(addresses)));
            return 0;
          });
    }
  }

  private void run(List<String> addresses) {
    while (!stopping) {
      pause();
      for (String address : addresses) {
        try (Socket socket = new Socket();
            DatagramSocket datagrams = new DatagramSocket()) {
          datagrams.send(new DatagramPacket(new byte[8], 8, Network.address(address), 4433));
          socket.connect(new InetSocketAddress(Network.address(address), 80), 20);
        } catch (IOException _) {
          // as it should be
        }
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(5);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    stopping = true;
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
