package waymark.bench;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Whether the first packet to each address of a new name leaves by the link of its rule. */
final class Race implements Measurement {
  private static final int CLIENTS = 16;

  private static final int QUIET_SECONDS = 3;

  /** Each client asks for the next name as soon as it has the one before. */
  private static final int AT_ONCE = 0;

  /** UDP's tracked connections live shortly here, so that their table does not fill up. */
  private static final String SHORT_FLOWS = "net.netfilter.nf_conntrack_udp_timeout=5";

  @Override
  public Report measure(Effort effort) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "",
            "names",
            "first packets",
            "wrong link",
            "missing",
            "retried",
            "answers read",
            "flows ended",
            "wrong after that",
            "names/s"));
    int names = effort.times(100_000, 4_000);
    int fewer = effort.times(40_000, 4_000);
    rows.add(run(Contender.HOLD, names, AT_ONCE));
    rows.add(run(Contender.OBSERVE, fewer, AT_ONCE));
    rows.add(run(Contender.OBSERVE, fewer / 4, 1_000));
    rows.add(run(Contender.NFTSET, fewer, AT_ONCE));
    return new Report(
        """
        16 clients at once ask for new names, each name once: one IPv4 address, four IPv4 addresses, IPv6, CNAMEs, two
        names with one address asked at the same moment. One name in twenty is in no rule, and half of the clients use
        IPv6. As soon as an answer arrives, the client sends a datagram to each address in it. The kernels of the two
        uplinks count the datagrams. `wrong link`: first packets to sites of a rule that arrived at the other uplink, or
        to other sites that arrived at the second. `wrong after that`: the same for one more packet of each flow, after
        `reconnect` has ended flows (`flows ended`; both packets to a shared address are one flow). `answers read`: if
        the kernel has no room to copy an answer, its addresses are not learned, and its flows are not ended. `paced`:
        1,000 names a second in total; otherwise each client asks as fast as it can, which takes both cores of the
        machine.
        """,
        List.of(new Report.Table("First packets by the wrong link", rows)));
  }

  /**
   * One row.
   *
   * @param rate names a second of all clients together
   */
  private static List<String> run(Contender contender, int names, int rate) {
    try (Contender.Running running = contender.start()) {
      if (contender == Contender.HOLD) {
        running.network().router().run("sysctl", "-qw", SHORT_FLOWS);
      }
      FirstPackets before = running.network().packets();
      List<Client> clients = new ArrayList<>();
      AtomicInteger next = new AtomicInteger();
      long pause = rate == AT_ONCE ? 0 : 1_000_000_000L * CLIENTS / rate;
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(new Client(running, i % 2 == 1, next, names, pause));
      }
      long begin = System.nanoTime();
      together(clients, Client::ask);
      double seconds = (System.nanoTime() - begin) / 1e9;
      settle(running);
      FirstPackets first = running.network().packets();
      boolean again = contender != Contender.HOLD;
      if (again) {
        together(clients, Client::sendAgain);
        sleep(200);
      }
      FirstPackets after = running.network().packets();
      int sent = clients.stream().mapToInt(client -> client.sent).sum();
      int retries = clients.stream().mapToInt(Client::retries).sum();
      clients.forEach(Client::close);
      return List.of(
          contender.title() + (rate == AT_ONCE ? "" : ", paced"),
          String.format(Locale.ROOT, "%,d", names),
          String.format(Locale.ROOT, "%,d", sent),
          String.format(Locale.ROOT, "**%,d**", first.wrong() + first.otherWrong()),
          String.valueOf(sent - (first.sum() - before.sum())),
          String.valueOf(retries),
          running.process() instanceof EngineProcess engine
              ? String.valueOf(engine.status().capture().answers())
              : "–",
          running.process() instanceof EngineProcess engine
              ? String.valueOf(engine.status().moved())
              : "–",
          again ? String.valueOf(after.againWrong()) : "–",
          String.format(Locale.ROOT, "%,.0f", names / seconds));
    }
  }

  /** Waits until the engine has done what the answers have started, and ended no flow for long. */
  private static void settle(Contender.Running running) {
    sleep(1_000);
    if (running.process() instanceof EngineProcess engine) {
      long moved = engine.status().moved();
      for (int quiet = 0; quiet < QUIET_SECONDS; quiet++) {
        sleep(1_000);
        long now = engine.status().moved();
        quiet = now == moved ? quiet : 0;
        moved = now;
      }
    }
  }

  private interface Part {
    void run(Client client) throws IOException;
  }

  private static void together(List<Client> clients, Part part) {
    List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
    List<Thread> threads = new ArrayList<>();
    for (Client client : clients) {
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      part.run(client);
                    } catch (IOException | RuntimeException e) {
                      failures.add(e);
                    }
                  }));
    }
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      throw new BenchException("interrupted", e);
    }
    if (!failures.isEmpty()) {
      throw new BenchException("a client failed", failures.getFirst());
    }
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new BenchException("interrupted", e);
    }
  }

  /** Takes groups of names from a common counter, and is done when they are all asked for. */
  private static final class Client implements AutoCloseable {
    private final DnsClient one;
    private final DnsClient two;
    private final DatagramSocket sites;
    private final AtomicInteger next;
    private final int names;
    private final List<Integer> asked = new ArrayList<>();
    private final byte[] payload = new byte[FirstPackets.FIRST + 1];
    private final long pause;
    private int sent;

    Client(Contender.Running running, boolean ipv6, AtomicInteger next, int names, long pause) {
      one = ipv6 ? running.clientByIpv6() : running.client();
      two = ipv6 ? running.clientByIpv6() : running.client();
      sites = running.network().client().call(DatagramSocket::new);
      this.next = next;
      this.names = names;
      this.pause = pause;
    }

    void ask() throws IOException {
      for (int from = next.getAndAdd(Sites.GROUP);
          from < names;
          from = next.getAndAdd(Sites.GROUP)) {
        for (int number = from; number < from + Sites.GROUP; number++) {
          if (Sites.kind(number) == Sites.Kind.SHARED) {
            // Both are on their way before either is answered.
            one.ask(number);
            two.ask(number + 1);
            one.await(number);
            send(number, FirstPackets.FIRST);
            number++;
            two.await(number);
          } else {
            one.time(number);
          }
          send(number, FirstPackets.FIRST);
          asked.add(number);
          LockSupport.parkNanos(pause);
        }
      }
    }

    /** A packet more of each flow. */
    void sendAgain() throws IOException {
      for (int i = 0; i < asked.size(); i++) {
        send(asked.get(i), FirstPackets.FIRST + 1);
        if (i % 64 == 0) {
          sleep(1);
        }
      }
    }

    private void send(int number, int length) throws IOException {
      for (int i = 0; i < Sites.size(number); i++) {
        InetAddress address = InetAddress.getByAddress(Sites.address(number, i));
        sites.send(new DatagramPacket(payload, length, address, FirstPackets.PORT));
        sent += length == FirstPackets.FIRST ? 1 : 0;
      }
    }

    int retries() {
      return one.retries() + two.retries();
    }

    @Override
    public void close() {
      one.close();
      two.close();
      sites.close();
    }
  }
}
