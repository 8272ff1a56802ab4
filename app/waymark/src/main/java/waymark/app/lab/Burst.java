package waymark.app.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import waymark.app.lab.SiteAddresses.Block;

/**
 * Thousands of new names: many clients at once ask for one each and connect to it at the same
 * moment.
 */
final class Burst implements Scenario {
  /** The kinds of names take turns. */
  private static final int KINDS = 6;

  @Override
  public String title() {
    return "new names";
  }

  @Override
  public List<String> rules() {
    return List.of("- { name: burst, to: isp2, domains: [burst.example] }");
  }

  /** What one client saw. */
  private record Met(int right, int wrong, int again, List<Long> nanos) {}

  @Override
  public void play(Lab lab) {
    for (int i = 0; i < lab.names(); i++) {
      make(lab, i);
    }
    AtomicInteger next = new AtomicInteger();
    Lab.Counted<List<Met>> met =
        lab.counted(() -> lab.client().runAll(lab.clients(), () -> ask(lab, next)));
    int right = met.result().stream().mapToInt(Met::right).sum();
    int wrong = met.result().stream().mapToInt(Met::wrong).sum();
    int again = met.result().stream().mapToInt(Met::again).sum();
    AnswerTimes times =
        AnswerTimes.of(
            met.result().stream()
                .flatMap(one -> one.nanos().stream())
                .mapToLong(Long::longValue)
                .toArray());
    lab.add(
        new Row(
            title(),
            lab.names() + " names, " + lab.clients() + " clients",
            "burst",
            "the rule's link",
            wrong == 0 ? "the rule's link" : wrong + " others",
            met.wrong(),
            lab.learning(),
            0,
            Outcome.of(wrong == 0 && met.wrong() == 0 && right == lab.names()),
            again == 0 ? "" : again + " questions repeated"));
    lab.add(new LabReport.Timing("held: new names, " + lab.clients() + " clients at once", times));
  }

  private static String name(int i) {
    return kind(i) == 0 ? "n" + i + ".unclaimed.example" : "n" + i + ".burst.example";
  }

  private static int kind(int i) {
    return i % KINDS;
  }

  private static Uplink expected(int i) {
    return kind(i) == 0 ? Uplink.ISP1 : Uplink.ISP2;
  }

  private static void make(Lab lab, int i) {
    Zone zone = lab.zone();
    SiteAddresses addresses = lab.addresses();
    switch (kind(i)) {
      case 0 -> zone.put(name(i), addresses.ipv4(Block.ISP1));
      case 1 -> {
        if (lab.network().hasIpv6()) {
          zone.put(name(i), addresses.ipv6(Block.ISP2));
        } else {
          zone.put(name(i), addresses.ipv4(Block.ISP2));
        }
      }
      case 2 -> {
        zone.alias(name(i), "edge" + i + ".cdn.invalid");
        zone.put("edge" + i + ".cdn.invalid", addresses.ipv4(Block.ISP2));
      }
      case 3 -> zone.put(name(i), addresses.ipv4(Block.ISP2), addresses.ipv4(Block.ISP2));
      case 4 -> {
        // The next name has the same address, and is asked for at the same time.
        InetAddress shared = addresses.ipv4(Block.ISP2);
        zone.put(name(i), shared);
        zone.put(name(i + 1), shared);
      }
      default -> {}
    }
  }

  private static Met ask(Lab lab, AtomicInteger next) throws IOException {
    List<Long> nanos = new ArrayList<>();
    int right = 0;
    int wrong = 0;
    int again = 0;
    for (int i = next.getAndIncrement(); i < lab.names(); i = next.getAndIncrement()) {
      int type = kind(i) == 1 && lab.network().hasIpv6() ? DnsRecord.AAAA : DnsRecord.A;
      Browser.Reply reply = Browser.BY_IPV4.ask(name(i), type);
      nanos.add(reply.nanos());
      again += reply.attempts() - 1;
      Uplink taken = lab.visitor().visit(reply.addresses().getLast());
      if (taken == expected(i)) {
        right++;
      } else {
        wrong++;
      }
    }
    return new Met(right, wrong, again, nanos);
  }
}
