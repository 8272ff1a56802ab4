package waymark.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static waymark.netlink.RoutePrefixTest.prefix;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** Against the kernel, with {@code ipset} as oracle. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
class IpsetKernelTest {
  private static final IpsetDefinition NETS =
      IpsetDefinition.of("nets4", IpsetType.HASH_NET, AddressFamily.IPV4).withTimeout(300);
  private static final IpsetDefinition NETS6 =
      IpsetDefinition.of("nets6", IpsetType.HASH_NET, AddressFamily.IPV6).withTimeout(0);
  private static final IpsetDefinition HOSTS =
      IpsetDefinition.of("hosts4", IpsetType.HASH_IP, AddressFamily.IPV4).withMaxElements(1000);
  private static final IpsetDefinition HOSTS6 =
      IpsetDefinition.of("hosts6", IpsetType.HASH_IP, AddressFamily.IPV6).withTimeout(60);

  private final Ipset ipset = Ipset.open();

  @AfterEach
  void setsAreGone() {
    ShellCommand.run("ipset destroy");
    ipset.close();
  }

  private static IpsetEntry net(String text, int timeout) {
    return new IpsetEntry(prefix(text), timeout);
  }

  private static IpsetEntry net(String text) {
    return IpsetEntry.of(prefix(text));
  }

  private static InetAddress ip(String text) {
    return InetAddress.ofLiteral(text);
  }

  @Test
  void setsAreThoseOfTheCommand() {
    for (IpsetDefinition set : List.of(NETS, NETS6, HOSTS, HOSTS6)) {
      assertThat(ipset.create(set)).isTrue();
      assertThat(ipset.create(set)).isFalse();
    }
    ipset.fill("nets4", List.of(net("203.0.113.0/24", 0)));
    ipset.fill("nets6", List.of(net("2001:db8::/32")));
    ipset.fill("nets6", List.of(net("2001:db9::1")));
    ipset.fill("hosts4", List.of(net("198.51.100.1")));
    ipset.fill("hosts6", List.of(net("2001:db8::1", 0)));
    String saved = ShellCommand.run("ipset save");
    ShellCommand.run("ipset destroy");
    ShellCommand.run(
        """
        ipset create nets4 hash:net timeout 300
        ipset create nets6 hash:net family inet6 timeout 0
        ipset create hosts4 hash:ip maxelem 1000
        ipset create hosts6 hash:ip family inet6 timeout 60
        ipset add nets4 203.0.113.0/24 timeout 0
        ipset add nets6 2001:db8::/32
        ipset add nets6 2001:db9::1
        ipset add hosts4 198.51.100.1
        ipset add hosts6 2001:db8::1 timeout 0
        """);
    // Later revisions print what the first has not.
    assertThat(saved.lines().sorted())
        .containsExactlyElementsOf(
            ShellCommand.run("ipset save | sed 's/ bucketsize.*initval 0x[0-9a-f]*//'")
                .lines()
                .sorted()
                .toList());
    assertThat(ipset.names()).containsExactlyInAnyOrder("nets4", "nets6", "hosts4", "hosts6");
    assertThat(ipset.list("nets6").orElseThrow().definition()).isEqualTo(NETS6);
    assertThat(ipset.list("nets6").orElseThrow().entries())
        .containsExactlyInAnyOrder(net("2001:db8::/32", 0), net("2001:db9::1", 0));
    assertThat(ipset.list("hosts4").orElseThrow().entries()).containsExactly(net("198.51.100.1"));
    assertThat(ipset.list("hosts4").orElseThrow().definition()).isEqualTo(HOSTS);
    assertThat(ipset.list("none")).isEmpty();
  }

  @Test
  void fillingRefreshesWhatIsThere() {
    ipset.create(NETS);
    ShellCommand.run("ipset add nets4 192.0.2.0/24 timeout 5");
    List<IpsetEntry> entries =
        List.of(net("203.0.113.0/24", 200), net("192.0.2.0/24", 200), net("203.0.113.0/24", 200));
    ipset.fill("nets4", entries);
    assertThat(ipset.list("nets4").orElseThrow().entries())
        .hasSize(2)
        .allMatch(entry -> entry.timeout() > 150);
    assertThat(ipset.delete("nets4", entries).stream()).containsExactly(0, 1);
    assertThat(ipset.delete("nets4", entries).isEmpty()).isTrue();
  }

  @Test
  void thousandsGoInSeveralRequests() {
    ipset.create(HOSTS6.withMaxElements(10_000));
    List<IpsetEntry> entries = new ArrayList<>();
    for (int i = 0; i < 2_503; i++) {
      entries.add(net("2001:db8::" + Integer.toHexString(i + 1), 100));
    }
    ipset.fill("hosts6", List.of(entries.get(250)));
    ipset.fill("hosts6", entries);
    // More than one message of the kernel's.
    assertThat(ipset.list("hosts6").orElseThrow().entries())
        .extracting(IpsetEntry::network)
        .containsExactlyInAnyOrderElementsOf(entries.stream().map(IpsetEntry::network).toList());
    assertThat(ipset.delete("hosts6", entries).cardinality()).isEqualTo(2_503);
  }

  @Test
  void testingAsksForTheNetworkAround() {
    ipset.create(NETS);
    ipset.fill("nets4", List.of(net("203.0.113.0/24")));
    assertThat(ipset.test("nets4", ip("203.0.113.77"))).isTrue();
    assertThat(ipset.test("nets4", ip("203.0.112.77"))).isFalse();
    ShellCommand.run("ipset flush nets4");
    assertThat(ipset.test("nets4", ip("203.0.113.77"))).isFalse();
  }

  /** Who lists a set and reads only when he is told to go on. */
  private static final class Lister implements AutoCloseable {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final Thread thread;

    Lister(String set) throws InterruptedException {
      thread = Thread.ofPlatform().start(() -> list(set));
      begun.await();
    }

    private void list(String set) {
      try (NetlinkSocket socket = NetlinkSocket.open(NetlinkProtocol.NETFILTER)) {
        NetlinkWriter out = socket.request();
        IpsetCodec.set(out, IpsetCodec.IPSET_CMD_LIST, NetlinkMessage.DUMP, set);
        socket.stream(
            "list set",
            set,
            out,
            _ -> {
              begun.countDown();
              try {
                goOn.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
      }
    }

    void goOnIn(int millis) {
      Thread.ofPlatform()
          .start(
              () -> {
                LockSupport.parkNanos(millis * 1_000_000L);
                goOn.countDown();
              });
    }

    @Override
    public void close() {
      goOn.countDown();
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** More than a listing's first messages hold. */
  private static List<IpsetEntry> many() {
    List<IpsetEntry> entries = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      entries.add(net("10.0." + i / 256 + "." + i % 256));
    }
    return entries;
  }

  @Test
  void aSetThatIsListedIsWaitedFor() throws InterruptedException {
    ipset.create(NETS);
    ipset.create(IpsetDefinition.of("other4", IpsetType.HASH_NET, AddressFamily.IPV4));
    ipset.fill("nets4", many());
    try (Lister lister = new Lister("nets4")) {
      assertThat(ShellCommand.run("ipset swap nets4 other4 2>&1 || :")).contains("busy");
      lister.goOnIn(50);
      ipset.swap("nets4", "other4");
    }
    assertThat(ipset.count("other4")).hasValue(20_000);
    try (Lister lister = new Lister("other4")) {
      assertThat(ShellCommand.run("ipset destroy other4 2>&1 || :")).contains("in use");
      lister.goOnIn(50);
      assertThat(ipset.destroy("other4")).isTrue();
    }
  }

  @Test
  void aSetThatIsListedWithoutEndIsSaidToBe() throws InterruptedException {
    ipset.create(NETS);
    ipset.fill("nets4", many());
    try (Lister _ = new Lister("nets4")) {
      assertThatThrownBy(() -> ipset.destroy("nets4"))
          .isInstanceOf(NetlinkException.class)
          .hasMessageContaining("another process lists it");
    }
  }

  @Test
  void whatIsGoneAlreadyIsNoError() {
    ipset.create(NETS);
    assertThat(ipset.destroy("nets4")).isTrue();
    assertThat(ipset.destroy("nets4")).isFalse();
  }

  @Test
  void refusalsAreNamed() {
    ipset.create(HOSTS6.withMaxElements(1));
    ipset.create(HOSTS);
    assertThatThrownBy(() -> ipset.fill("hosts4", List.of(net("192.0.2.1", 5))))
        .isInstanceOf(NetlinkException.class)
        .hasMessageContaining("hosts4 192.0.2.1/32")
        .hasMessageContaining("without timeouts");
    List<IpsetEntry> many = new ArrayList<>();
    for (int i = 1; i <= 200; i++) {
      many.add(net("2001:db8::" + i));
    }
    assertThatThrownBy(() -> ipset.fill("hosts6", many)).hasMessageContaining("the set is full");
    assertThatThrownBy(() -> ipset.fill("none", List.of(net("192.0.2.1"))))
        .isInstanceOfSatisfying(NetlinkException.class, e -> assertThat(e.isMissing()).isTrue());
  }

  @Test
  void foreignTypesAreListedWithoutEntries() {
    ShellCommand.run("ipset create ports bitmap:port range 1-100; ipset add ports 7");
    IpsetContent content = ipset.list("ports").orElseThrow();
    assertThat(content.definition().type()).isEqualTo(new IpsetType("bitmap:port"));
    assertThat(content.entries()).isEmpty();
  }
}
