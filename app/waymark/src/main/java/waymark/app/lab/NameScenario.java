package waymark.app.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import waymark.app.lab.SiteAddresses.Block;

/**
 * Asks for names and connects to each at once, for the first time.
 *
 * @param rule the rule's name
 * @param content the rule after its name; empty: the scenario has no rule
 * @param asks the names, in order
 */
record NameScenario(String title, String rule, String content, List<Ask> asks) implements Scenario {

  NameScenario {
    asks = List.copyOf(asks);
  }

  /** The kind of a name, and how it is asked for. */
  enum Kind {
    IPV4(""),
    IPV6("AAAA"),
    /** Three addresses, all visited. */
    SEVERAL("3 addresses"),
    /** An alias whose own name no rule matches. */
    ALIAS("CNAME"),
    HINTS("HTTPS hints"),
    BY_TCP("asked by TCP"),
    BY_IPV6("AAAA, asked by IPv6"),
    BY_ROUTER("the router's own connection");

    private final String note;

    Kind(String note) {
      this.note = note;
    }

    boolean needsIpv6() {
      return this == IPV6 || this == BY_IPV6;
    }

    private int type() {
      return switch (this) {
        case IPV6, BY_IPV6 -> DnsRecord.AAAA;
        case HINTS -> DnsRecord.HTTPS;
        case IPV4, SEVERAL, ALIAS, BY_TCP, BY_ROUTER -> DnsRecord.A;
      };
    }
  }

  /** A name, how it is asked for, and the uplink that a connection to it must take. */
  record Ask(String name, Kind kind, Uplink expected) {}

  @Override
  public List<String> rules() {
    return content.isEmpty() ? List.of() : List.of("- { name: " + rule + ", " + content + " }");
  }

  @Override
  public void play(Lab lab) {
    for (Ask ask : asks) {
      if (!ask.kind().needsIpv6() || lab.network().hasIpv6()) {
        play(lab, ask);
      }
    }
  }

  private record Seen(Browser.Reply reply, List<Uplink> taken) {}

  private void play(Lab lab, Ask ask) {
    make(lab, ask);
    HostThreads host = ask.kind() == Kind.BY_ROUTER ? lab.inRouter() : lab.client();
    Lab.Counted<Seen> seen = lab.counted(() -> host.run(() -> see(lab, ask)));
    List<Uplink> taken = seen.result().taken();
    Set<String> words = new LinkedHashSet<>();
    taken.forEach(uplink -> words.add(uplink.word()));
    boolean right =
        !taken.isEmpty()
            && taken.stream().allMatch(uplink -> uplink == ask.expected())
            && seen.wrong() == 0;
    if (ask.kind() != Kind.BY_ROUTER) {
      seen.result().reply().addresses().forEach(site -> lab.known().put(site, ask.expected()));
    }
    lab.add(
        new Row(
            title,
            ask.name(),
            ask.expected() == Uplink.ISP1 && !content.contains("direct") ? "default" : rule,
            ask.expected().word(),
            words.isEmpty() ? "no address" : String.join(", ", words),
            seen.wrong(),
            lab.learning(),
            lab.results().added(seen.result().reply()),
            Outcome.of(right),
            ask.kind().note));
  }

  private static void make(Lab lab, Ask ask) {
    Block block =
        switch (ask.expected()) {
          case ISP1 -> Block.ISP1;
          case ISP2 -> Block.ISP2;
          case GUEST, GATEWAY, ROUTER, REFUSED, SILENT -> Block.NOWHERE;
        };
    SiteAddresses addresses = lab.addresses();
    Zone zone = lab.zone();
    switch (ask.kind()) {
      case IPV4, BY_TCP, BY_ROUTER -> zone.put(ask.name(), addresses.ipv4(block));
      case IPV6, BY_IPV6 -> zone.put(ask.name(), addresses.ipv6(block));
      case SEVERAL ->
          zone.put(ask.name(), addresses.ipv4(block), addresses.ipv4(block), addresses.ipv4(block));
      case ALIAS -> {
        String target = "edge-" + ask.name().replace('.', '-') + ".cdn.invalid";
        zone.alias(ask.name(), target);
        zone.put(target, addresses.ipv4(block));
      }
      case HINTS -> {
        List<InetAddress> hints = new ArrayList<>(List.of(addresses.ipv4(block)));
        if (lab.network().hasIpv6()) {
          hints.add(addresses.ipv6(block));
        }
        zone.put(ask.name(), List.of(new DnsRecord.Hints(hints)));
      }
    }
  }

  private static Seen see(Lab lab, Ask ask) throws IOException {
    Browser.Reply reply =
        switch (ask.kind()) {
          case BY_TCP -> Browser.BY_IPV4.askByTcp(ask.name(), ask.kind().type());
          case BY_IPV6 -> Browser.BY_IPV6.ask(ask.name(), ask.kind().type());
          case IPV4, IPV6, SEVERAL, ALIAS, HINTS, BY_ROUTER ->
              Browser.BY_IPV4.ask(ask.name(), ask.kind().type());
        };
    return new Seen(reply, reply.addresses().stream().map(lab.visitor()::visit).toList());
  }
}
