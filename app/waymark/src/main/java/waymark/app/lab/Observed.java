package waymark.app.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import waymark.app.lab.SiteAddresses.Block;

/**
 * For comparison, answers that are not held: counts first packets that are faster than the kernel,
 * and checks that Waymark ends each such connection, so that the next one takes its link.
 */
final class Observed implements Scenario {
  private static final int MOST = 500;
  private static final int PAUSE_MILLIS = 20;
  private static final int LONGEST_MILLIS = 5_000;
  private static final int PATIENCE_MILLIS = 2_000;

  @Override
  public String title() {
    return "observe, reconnect";
  }

  @Override
  public List<String> rules() {
    return List.of("- { name: observed, to: isp2, reconnect: true, domains: [observed.example] }");
  }

  /** A first connection, left open. */
  private record First(InetAddress site, Socket connection, long nanos) {}

  /** What happened to the first connections, and how many second ones were wrong. */
  private record Fate(int ended, int stayed, int secondWrong) {}

  @Override
  public void play(Lab lab) {
    lab.router().stop();
    lab.startRouter("observe");
    int names = Math.min(MOST, lab.names() / 4);
    for (int i = 0; i < names; i++) {
      lab.zone().put(name(i), lab.addresses().ipv4(Block.ISP2));
    }
    AtomicInteger next = new AtomicInteger();
    Lab.Counted<List<First>> first =
        lab.counted(
            () ->
                lab.client().runAll(lab.clients(), () -> connect(next, names)).stream()
                    .flatMap(List::stream)
                    .toList());
    long millis = settle(lab, first.wrong());
    Fate fate = lab.client().run(() -> look(lab.visitor(), first.result()));
    boolean right = fate.stayed() + fate.secondWrong() == 0;
    lab.add(
        new Row(
            title(),
            names + " names, " + lab.clients() + " clients",
            "observed",
            "isp2, maybe later",
            right ? "isp2" : fate.stayed() + " not ended, " + fate.secondWrong() + " wrong again",
            first.wrong(),
            lab.learning(),
            0,
            Outcome.of(right),
            fate.ended() + " connections ended within " + millis + " ms"));
    lab.add(
        new LabReport.Timing(
            "observe: new names, " + lab.clients() + " clients at once",
            AnswerTimes.of(first.result().stream().mapToLong(First::nanos).toArray())));
  }

  private static String name(int i) {
    return "o" + i + ".observed.example";
  }

  private static List<First> connect(AtomicInteger next, int names) throws IOException {
    List<First> connected = new ArrayList<>();
    for (int i = next.getAndIncrement(); i < names; i = next.getAndIncrement()) {
      Browser.Reply reply = Browser.BY_IPV4.ask(name(i), DnsRecord.A);
      InetAddress site = reply.addresses().getFirst();
      Socket connection = new Socket();
      connected.add(new First(site, connection, reply.nanos()));
      try {
        connection.setSoTimeout(PATIENCE_MILLIS);
        connection.connect(new InetSocketAddress(site, SiteServer.PORT), PATIENCE_MILLIS);
      } catch (IOException e) {
        connection.close();
      }
    }
    return connected;
  }

  /** Waits until that many connections are ended, and returns how long that took in ms. */
  private static long settle(Lab lab, long wrong) {
    long start = System.nanoTime();
    long millis = 0;
    while (lab.router().status().moved() < wrong && millis < LONGEST_MILLIS) {
      pause();
      millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }
    return millis;
  }

  private static Fate look(Visitor visitor, List<First> connected) {
    int ended = 0;
    int stayed = 0;
    int second = 0;
    for (First first : connected) {
      try (Socket connection = first.connection()) {
        stayed += Browser.ask(connection) == Uplink.ISP2 ? 0 : 1;
      } catch (IOException e) {
        ended++;
      }
      second += visitor.visit(first.site()) == Uplink.ISP2 ? 0 : 1;
    }
    return new Fate(ended, stayed, second);
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("interrupted", e);
    }
  }
}
