package waymark.kernel;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Clients that ask for new names and visit them at once, and one that visits what is known again
 * and again, until they are stopped.
 */
final class Traffic implements AutoCloseable {
  private static final int ASKERS = 4;

  private final String server;
  private final String domain;
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger visits = new AtomicInteger();
  private final List<InetAddress> known = new CopyOnWriteArrayList<>();
  private final List<String> wrong = new CopyOnWriteArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicInteger life = new AtomicInteger();
  private volatile boolean alive;
  private volatile boolean stopping;

  /** The names are {@code n0.DOMAIN}, {@code n1.DOMAIN} and so on; all belong to isp2. */
  Traffic(Network network, String server, String domain) {
    this.server = server;
    this.domain = domain;
    network.in(
        "client",
        () -> {
          for (int i = 0; i < ASKERS; i++) {
            threads.add(Thread.ofPlatform().daemon().name("asker-" + i).start(this::ask));
          }
          threads.add(Thread.ofPlatform().daemon().name("visitor").start(this::visit));
          return 0;
        });
  }

  /** The engine holds answers from now on. */
  void begins() {
    life.incrementAndGet();
    alive = true;
  }

  /** It may not, from now on: new names wait. */
  void ends() {
    alive = false;
  }

  private void ask() {
    Client client = new Client(server, 300);
    while (!stopping) {
      if (!alive) {
        pause();
        continue;
      }
      int asked = life.get();
      try {
        String name = "n" + this.asked.getAndIncrement() + "." + domain;
        for (InetAddress address : client.ask(name, Client.A)) {
          // An answer that came after the end was not held.
          if (alive && life.get() == asked) {
            known.add(address);
            visit(address);
          }
        }
      } catch (IOException e) {
        wrong.add(String.valueOf(e));
      }
    }
  }

  private void visit() {
    Random random = new Random(1);
    while (!stopping) {
      if (known.isEmpty()) {
        pause();
      } else {
        visit(known.get(random.nextInt(known.size())));
      }
    }
  }

  private void visit(InetAddress address) {
    try {
      String link = Client.visit(address);
      visits.incrementAndGet();
      if (!link.equals("isp2")) {
        wrong.add(address + " by " + link);
      }
    } catch (IOException e) {
      wrong.add(address + ": " + e);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(2);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The addresses whose answers came while the engine held them. */
  List<InetAddress> known() {
    return known;
  }

  int visits() {
    return visits.get();
  }

  /** Visits by another link, and those that failed. */
  List<String> wrong() {
    return wrong;
  }

  /** Returns when all clients have stopped. */
  void stop() {
    stopping = true;
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    stop();
  }
}
