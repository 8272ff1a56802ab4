package waymark.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import waymark.kernel.fixture.Policies;
import waymark.kernel.fixture.Shell;
import waymark.kernel.fixture.TestClient;
import waymark.kernel.fixture.TestNetwork;
import waymark.kernel.fixture.TestRouter;
import waymark.kernel.model.PlaneKind;
import waymark.policy.Address;
import waymark.policy.Claim;
import waymark.policy.Flow;
import waymark.policy.Lifetime;
import waymark.policy.Link;
import waymark.policy.MacAddress;
import waymark.policy.NamePattern;
import waymark.policy.Names;
import waymark.policy.Outlet;
import waymark.policy.Policy;
import waymark.policy.PortRange;
import waymark.policy.Rule;
import waymark.policy.Scope;
import waymark.policy.Transport;

/**
 * Random rules of ports and clients, with real packets, against a slow model that asks each rule.
 */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScopedKernelTest {
  private static final int POLICIES = 12;
  private static final int FLOWS = 40;
  private static final String DNS = "10.0.0.1";

  /** The addresses of names, one of each. */
  private static final Map<String, String> NAMES =
      new TreeMap<>(
          Map.of(
              "a.example", "198.18.0.1",
              "www.a.example", "198.18.0.2",
              "b.example", "198.18.1.1",
              "www.b.example", "2001:2::1"));

  private static final List<String> DESTINATIONS =
      List.of("198.18.0.1", "198.18.0.2", "198.18.1.1", "198.19.7.7", "2001:2::1", "2001:2:0:9::9");

  /** An address of the router's. IPv6 takes it from whoever says that it is his. */
  private static final String FORGED = "fd00:1::2";

  /** The network card of the client. */
  private static final String CARD = "02:00:5e:10:00:01";

  /** Empty: the router itself. */
  private static final List<String> SOURCES =
      List.of("10.0.0.2", "10.0.5.2", "fd00::2", FORGED, "", "");

  private static final List<Integer> PORTS = List.of(22, 443, 450, 5000);

  private record Sent(Flow flow, String destination, int port) {}

  private final Random random = new Random(42);
  private int ports = 20_000;
  @RegisterExtension private final TestRouter testRouter = new TestRouter();
  private final TestNetwork testNetwork = testRouter.testNetwork();

  @BeforeAll
  void build() {
    Shell.run(
        """
        ip -n client link set eth0 address 02:00:5e:10:00:01
        ip -n router neighbour flush dev c0
        ip -n router address add 10.0.5.1/24 dev c0
        ip -n client address add 10.0.5.2/24 dev eth0
        ip -n client address add fd00:1::2/128 dev eth0 nodad
        for isp in isp1 isp2; do
          ip netns exec $isp nft -f - <<'END'
        table inet seen {
          set from { type inet_service; flags dynamic; size 60000; }
          chain arriving {
            type filter hook prerouting priority raw; policy accept;
            ip daddr 198.18.0.0/15 meta l4proto { tcp, udp } add @from { th sport }
            ip6 daddr 2001:2::/48 meta l4proto { tcp, udp } add @from { th sport }
          }
        }
        END
        done
        """);
    StringBuilder records = new StringBuilder("listen-address=" + DNS + "\n");
    NAMES.forEach(
        (name, address) ->
            records.append("host-record=").append(name).append(',').append(address).append('\n'));
    testNetwork.dnsmasq("router", records.toString());
    testNetwork.awaitDns("router", DNS);
  }

  private <T> T one(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  /** Up to two of them. */
  private List<String> some(String... texts) {
    List<String> some = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      some.add(one(List.of(texts)));
    }
    return some.stream().distinct().toList();
  }

  private Rule rule(int number) {
    return new Rule(
        "r" + number,
        List.<Outlet>of(one(List.of(Policies.VPN, Policies.VPN, Link.DIRECT, Link.BLOCK))),
        Names.of(
            some("a.example", "=www.a.example", "*.b.example", "/^b/").stream()
                .map(NamePattern::parse)
                .toList()),
        some("198.18.0.0/15", "198.18.0.0/24", "198.18.0.2/32", "2001:2::/48", "0.0.0.0/0", "::/0")
            .stream()
            .map(waymark.policy.Network::parse)
            .toList(),
        List.of(),
        new Scope(
            some("443", "tcp/22", "udp/400-500", "5000").stream().map(PortRange::parse).toList(),
            some(
                    "10.0.0.0/24",
                    "10.0.5.2",
                    "fd00::/64",
                    "interface:c0",
                    "interface:up1",
                    "mac:" + CARD,
                    "mac:02:00:5e:10:00:02",
                    "self")
                .stream()
                .map(waymark.policy.Client::parse)
                .toList()),
        random.nextInt(2),
        Lifetime.DEFAULT,
        false);
  }

  private Policy policy() {
    List<Rule> rules = new ArrayList<>();
    for (int i = 1 + random.nextInt(7); i > 0; i--) {
      rules.add(rule(rules.size()));
    }
    Link otherwise = one(List.of(Link.DIRECT, Link.DIRECT, Policies.VPN, Link.BLOCK));
    return Policy.compile(List.of(Policies.VPN), rules, List.of(otherwise));
  }

  /** What the rule that wins says, asked one by one; every name was seen. */
  private static String model(Policy policy, Sent sent) {
    if (policy.deniesByDefault() && isForged(sent)) {
      return "nowhere";
    }
    Address address = Address.parse(sent.destination());
    List<Claim> claims = new ArrayList<>(policy.networks(address));
    NAMES.forEach(
        (name, of) -> {
          if (of.equals(sent.destination())) {
            claims.addAll(policy.claims(List.of(name)));
          }
        });
    claims.add(policy.fallback());
    Outlet to =
        claims.stream()
            .filter(claim -> claim.rule().scope().covers(sent.flow()))
            .max(Comparator.naturalOrder())
            .orElseThrow()
            .rule()
            .to()
            .getFirst();
    return to.isBlock() ? "nowhere" : to.isDirect() ? "isp1" : "isp2";
  }

  private static boolean isForged(Sent sent) {
    return sent.flow().source().equals(Address.parse(FORGED)) && !sent.flow().isOwn();
  }

  /** Flows of all kinds; each has a source port of its own, by which it is known again. */
  private List<Sent> flows(int firstPort) {
    List<Sent> flows = new ArrayList<>();
    while (flows.size() < FLOWS) {
      String source = one(SOURCES);
      String destination = one(DESTINATIONS);
      boolean ipv4 = Address.parse(destination).isIpv4();
      if (!source.isEmpty() && Address.parse(source).isIpv4() != ipv4) {
        continue;
      }
      boolean own = source.isEmpty();
      Address from = Address.parse(own ? (ipv4 ? "10.1.0.2" : "fd00:1::2") : source);
      Flow flow =
          new Flow(
              Optional.of(one(List.of(Transport.values()))),
              one(PORTS),
              from,
              own ? "" : "c0",
              own ? Optional.empty() : Optional.of(MacAddress.parse(CARD)));
      flows.add(new Sent(flow, destination, firstPort + flows.size()));
    }
    return flows;
  }

  private void send(Sent sent) {
    testNetwork.in(
        sent.flow().isOwn() ? "router" : "client",
        () -> {
          InetSocketAddress from =
              sent.flow().isOwn()
                  ? new InetSocketAddress(sent.port())
                  : new InetSocketAddress(
                      TestNetwork.address(sent.flow().source().toString()), sent.port());
          InetSocketAddress to =
              new InetSocketAddress(TestNetwork.address(sent.destination()), sent.flow().port());
          try {
            if (sent.flow().transport().equals(Optional.of(Transport.UDP))) {
              try (DatagramChannel channel = DatagramChannel.open()) {
                channel.bind(from);
                channel.send(ByteBuffer.wrap(new byte[] {1}), to);
              }
            } else {
              try (SocketChannel channel = SocketChannel.open()) {
                channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
                channel.configureBlocking(false);
                channel.bind(from);
                channel.connect(to);
              }
            }
          } catch (IOException _) {
            // the router's own are refused at once
          }
          return 0;
        });
  }

  private TreeSet<Integer> seen(String isp) {
    String listed = testNetwork.run(isp, "nft list set inet seen from");
    TreeSet<Integer> ports = new TreeSet<>();
    int elements = listed.indexOf("elements");
    if (elements >= 0) {
      Pattern.compile("\\d+")
          .matcher(listed.substring(elements))
          .results()
          .map(MatchResult::group)
          .forEach(port -> ports.add(Integer.parseInt(port)));
    }
    return ports;
  }

  /** Waits for those that should come: a next hop that is not known yet may cost seconds. */
  private Map<String, TreeSet<Integer>> arrivals(Policy policy, List<Sent> flows) {
    long end = System.nanoTime() + 30_000_000_000L;
    while (true) {
      Map<String, TreeSet<Integer>> seen = Map.of("isp1", seen("isp1"), "isp2", seen("isp2"));
      boolean all =
          flows.stream()
              .allMatch(
                  sent ->
                      Optional.ofNullable(seen.get(model(policy, sent)))
                          .map(ports -> ports.contains(sent.port()))
                          .orElse(true));
      if (all || System.nanoTime() > end) {
        return seen;
      }
    }
  }

  static Stream<PlaneKind> planes() {
    return Stream.of(PlaneKind.NFTABLES, PlaneKind.IPSET);
  }

  @ParameterizedTest
  @MethodSource("planes")
  void eachConnectionGoesWhereTheModelSays(PlaneKind plane) {
    testRouter.start(Policies.policy(), plane);
    int[] arrived = new int[3];
    int forged = 0;
    for (int i = 0; i < POLICIES; i++) {
      Policy policy = policy();
      testRouter.host().replace(policy, List.of()).join();
      testNetwork.in(
          "client",
          () -> {
            TestClient testClient = new TestClient(DNS, 1000);
            for (Map.Entry<String, String> entry : NAMES.entrySet()) {
              int type = entry.getValue().contains(":") ? TestClient.AAAA : TestClient.A;
              assertThat(testClient.ask(entry.getKey(), type)).hasSize(1);
            }
            return 0;
          });
      // Where the engine was slow, an answer that may fail open passed before the kernel knew.
      testRouter.report();
      ports += FLOWS;
      List<Sent> flows = flows(ports);
      flows.forEach(this::send);
      Map<String, TreeSet<Integer>> seen = arrivals(policy, flows);
      for (Sent sent : flows) {
        String link =
            (seen.get("isp1").contains(sent.port()) ? "isp1" : "")
                + (seen.get("isp2").contains(sent.port()) ? "isp2" : "");
        String expected = model(policy, sent);
        assertThat(link.isEmpty() ? "nowhere" : link)
            .as("policy %d %s: %s", i, text(policy), sent)
            .isEqualTo(expected);
        forged += isForged(sent) ? 1 : 0;
        arrived[List.of("nowhere", "isp1", "isp2").indexOf(expected)]++;
      }
    }
    // That every outcome was among them, or nothing is proven.
    assertThat(IntStream.of(arrived).min().orElseThrow()).isGreaterThan(FLOWS);
    assertThat(forged).isGreaterThan(FLOWS / 2);
  }

  private static String text(Policy policy) {
    StringBuilder text = new StringBuilder();
    for (Rule rule : policy.rules()) {
      List<NamePattern> names = new ArrayList<>();
      rule.names().forEach(names::add);
      text.append(
          "%n %s to %s: %s %s %s weight %d"
              .formatted(
                  rule.name(),
                  rule.to().getFirst().name(),
                  names,
                  rule.networks(),
                  rule.scope(),
                  rule.weight()));
    }
    return text + "\n otherwise " + policy.otherwise().getFirst().name() + "\n";
  }
}
