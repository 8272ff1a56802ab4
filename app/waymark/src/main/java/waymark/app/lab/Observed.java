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
 * For comparison, answers that are not held: how many first packets are faster than the kernel, and
 * that each such connection is ended, so that its next goes right.
 */
final class Observed implements Scenario {
  private static final int MOST = 500;
  private static final int SETTLE_MILLIS = 500;
  private static final int PATIENCE_MILLIS = 2_000;

  @Override
  public String title() {
    return "observe, reconnect";
  }

  @Override
  public List<String> rules() {
    return List.of(
        "- { name: observed, to: isp2, reconnect: true, domains: [observed.example] }");
  }

  /** What became of first connections, and the second ones that were not right. */
  private record Fate(int right, int ended, int astray, int secondWrong, List<Long> nanos) {}

  @Override
  public void play(Lab lab) {
    lab.router().stop();
    lab.startRouter("observe");
    int names = Math.min(MOST, lab.names() / 4);
    for (int i = 0; i < names; i++) {
      lab.zone().put(name(i), lab.addresses().ipv4(Block.ISP2));
    }
    AtomicInteger next = new AtomicInteger();
    Lab.Counted<List<Fate>> fates =
        lab.counted(() -> lab.client().runAll(lab.clients(), () -> meet(next, names)));
    int ended = fates.result().stream().mapToInt(Fate::ended).sum();
    int astray = fates.result().stream().mapToInt(Fate::astray).sum();
    int second = fates.result().stream().mapToInt(Fate::secondWrong).sum();
    lab.add(
        new Row(
            title(),
            names + " names, " + lab.clients() + " clients",
            "observed",
            "isp2, perhaps later",
            astray + second == 0 ? "isp2" : astray + " stayed, " + second + " again wrong",
            fates.wrong(),
            lab.learning(),
            0,
            astray + second == 0,
            "first packets may be wrong here; " + ended + " connections ended, the next went right"));
    lab.add(
        new LabReport.Timing(
            "observe: new names, " + lab.clients() + " clients at once",
            AnswerTimes.of(
                fates.result().stream()
                    .flatMap(fate -> fate.nanos().stream())
                    .mapToLong(Long::longValue)
                    .toArray())));
  }

  private static String name(int i) {
    return "o" + i + ".observed.example";
  }

  private static Fate meet(AtomicInteger next, int names) throws IOException {
    List<Long> nanos = new ArrayList<>();
    List<InetAddress> sites = new ArrayList<>();
    List<Socket> connections = new ArrayList<>();
    for (int i = next.getAndIncrement(); i < names; i = next.getAndIncrement()) {
      Browser.Reply reply = Browser.BY_IPV4.ask(name(i), DnsRecord.A);
      Socket connection = new Socket();
      connections.add(connection);
      sites.add(reply.addresses().getFirst());
      nanos.add(reply.nanos());
      try {
        connection.setSoTimeout(PATIENCE_MILLIS);
        connection.connect(
            new InetSocketAddress(reply.addresses().getFirst(), SiteServer.PORT), PATIENCE_MILLIS);
      } catch (IOException e) {
        connection.close();
      }
    }
    settle();
    int right = 0;
    int ended = 0;
    int astray = 0;
    int second = 0;
    for (int i = 0; i < sites.size(); i++) {
      try (Socket connection = connections.get(i)) {
        if (Browser.ask(connection) == Uplink.ISP2) {
          right++;
        } else {
          astray++;
        }
      } catch (IOException e) {
        ended++;
      }
      second += Browser.visit(sites.get(i)) == Uplink.ISP2 ? 0 : 1;
    }
    return new Fate(right, ended, astray, second, nanos);
  }

  private static void settle() {
    try {
      TimeUnit.MILLISECONDS.sleep(SETTLE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("interrupted", e);
    }
  }
}
