package waymark.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import waymark.policy.Inquiry.Share;

class InquiryTest {
  private static final String ONE = "02:00:5e:10:00:01";
  private static final String TWO = "02:00:5e:10:00:02";

  private static Scope scope(String ports, String... clients) {
    return new Scope(
        ports.isEmpty() ? List.of() : List.of(PortRange.parse(ports)),
        List.of(clients).stream().map(Client::parse).toList());
  }

  private static Inquiry asked(String ports, String... clients) {
    Scope scope = scope(ports, clients);
    return new Inquiry(scope.ports(), scope.clients());
  }

  @Test
  void aRuleWithoutScopeIsAboutAll() {
    assertThat(Inquiry.ANY.share(Scope.ALL)).isEqualTo(Share.ALL);
    assertThat(asked("443", "self").share(Scope.ALL)).isEqualTo(Share.ALL);
    assertThat(Inquiry.ANY.share(scope("443"))).isEqualTo(Share.SOME);
    assertThat(Inquiry.ANY.share(scope("", "self"))).isEqualTo(Share.SOME);
  }

  @Test
  void portsAreCompared() {
    assertThat(asked("tcp/443").share(scope("443"))).isEqualTo(Share.ALL);
    assertThat(asked("443").share(scope("tcp/443"))).isEqualTo(Share.SOME);
    assertThat(asked("udp/443").share(scope("tcp/443"))).isEqualTo(Share.NONE);
    assertThat(asked("22").share(scope("20-30"))).isEqualTo(Share.ALL);
    assertThat(asked("25-40").share(scope("20-30"))).isEqualTo(Share.SOME);
    assertThat(asked("31").share(scope("20-30"))).isEqualTo(Share.NONE);
  }

  @Test
  void clientsAreCompared() {
    Scope network = scope("", "192.168.1.0/24");
    assertThat(asked("", "192.168.1.5").share(network)).isEqualTo(Share.ALL);
    assertThat(asked("", "192.168.0.0/16").share(network)).isEqualTo(Share.SOME);
    assertThat(asked("", "192.168.2.5").share(network)).isEqualTo(Share.NONE);
    assertThat(asked("", "self").share(network)).isEqualTo(Share.SOME);
    assertThat(asked("", "self", "192.168.1.1").share(network)).isEqualTo(Share.ALL);
    assertThat(asked("", "interface:lan").share(network)).isEqualTo(Share.SOME);
    Scope guests = scope("", "interface:br-guest");
    assertThat(asked("", "192.168.1.5").share(guests)).isEqualTo(Share.SOME);
    assertThat(asked("", "192.168.1.5", "interface:lan").share(guests)).isEqualTo(Share.NONE);
    assertThat(asked("", "192.168.1.5", "interface:br-guest").share(guests)).isEqualTo(Share.ALL);
    assertThat(asked("", "self").share(guests)).isEqualTo(Share.NONE);
    Scope self = scope("", "self");
    assertThat(asked("", "self").share(self)).isEqualTo(Share.ALL);
    assertThat(asked("", "192.168.1.5").share(self)).isEqualTo(Share.NONE);
    assertThat(asked("", "interface:lan").share(self)).isEqualTo(Share.NONE);
  }

  @Test
  void anInterfaceMayHaveSeveralNames() {
    Inquiry lan = asked("", "interface:eth1", "interface:lan");
    assertThat(lan.share(scope("", "interface:eth1"))).isEqualTo(Share.ALL);
    assertThat(lan.share(scope("", "interface:lan"))).isEqualTo(Share.ALL);
    assertThat(lan.share(scope("", "interface:guests"))).isEqualTo(Share.NONE);
  }

  @Test
  void aMacAddressIsOfOneClientThatIsNotThisHost() {
    Scope card = scope("", "mac:02:00:5e:10:00:01");
    assertThat(asked("", "mac:02:00:5e:10:00:01").share(card)).isEqualTo(Share.ALL);
    assertThat(asked("", "mac:02:00:5e:10:00:02").share(card)).isEqualTo(Share.NONE);
    assertThat(asked("", "192.168.1.5", "interface:lan").share(card)).isEqualTo(Share.SOME);
    assertThat(asked("", "self").share(card)).isEqualTo(Share.NONE);
    Inquiry client = asked("", "mac:02:00:5e:10:00:01");
    assertThat(client.share(scope("", "192.168.1.0/24"))).isEqualTo(Share.SOME);
    assertThat(client.share(scope("", "interface:lan"))).isEqualTo(Share.SOME);
    assertThat(client.share(scope("", "self"))).isEqualTo(Share.NONE);
    assertThat(client.mayBeTo(Address.parse("2001:db8::7"))).isTrue();
  }

  @Test
  void bothHaveToBeSure() {
    assertThat(asked("443", "self").share(scope("443", "self"))).isEqualTo(Share.ALL);
    assertThat(asked("443").share(scope("443", "self"))).isEqualTo(Share.SOME);
    assertThat(asked("22", "self").share(scope("443", "self"))).isEqualTo(Share.NONE);
    assertThat(asked("", "self").share(scope("443", "interface:lan"))).isEqualTo(Share.NONE);
  }

  @Test
  void bothEndsAreOfOneFamily() {
    assertThat(asked("", "192.168.1.5").mayBeTo(Address.parse("198.51.100.7"))).isTrue();
    assertThat(asked("", "192.168.1.5").mayBeTo(Address.parse("2001:db8::7"))).isFalse();
    assertThat(asked("", "self").mayBeTo(Address.parse("2001:db8::7"))).isTrue();
  }

  /** What is said of a connection of which all is known is what the rules say of it. */
  @Property(tries = 2_000)
  void aWholeConnectionIsDecidedAsByItsFirstPacket(@ForAll long seed) {
    Random random = new Random(seed);
    Scope scope =
        new Scope(
            random.nextBoolean()
                ? List.of()
                : List.of(
                    PortRange.parse(pick(random, "1", "tcp/1", "udp/1-2", "2-3")),
                    PortRange.parse(pick(random, "3", "udp/4", "tcp/1-4"))),
            random.nextBoolean()
                ? List.of()
                : List.of(
                    Client.parse(pick(random, "10.0.0.0/30", "10.0.0.2", "10.0.0.0/8")),
                    Client.parse(pick(random, "self", "interface:a", "interface:b", "mac:" + ONE)),
                    Client.parse("mac:" + TWO)));
    Transport transport = random.nextBoolean() ? Transport.TCP : Transport.UDP;
    int port = 1 + random.nextInt(4);
    Address source = Address.parse("10.0.0." + random.nextInt(6));
    String device = pick(random, "", "a", "b");
    Optional<MacAddress> mac =
        device.isEmpty()
            ? Optional.empty()
            : Optional.of(MacAddress.parse(pick(random, ONE, TWO, "02:00:5e:10:00:03")));
    Flow flow = new Flow(Optional.of(transport), port, source, device, mac);
    List<Client> known =
        new ArrayList<>(
            List.of(
                new Client.From(new Network(source, 32)),
                device.isEmpty() ? new Client.Self() : new Client.By(device)));
    mac.map(Client.WithMac::new).ifPresent(known::add);
    Inquiry whole =
        new Inquiry(
            List.of(PortRange.parse((transport == Transport.TCP ? "tcp/" : "udp/") + port)), known);
    assertThat(whole.share(scope)).isEqualTo(scope.covers(flow) ? Share.ALL : Share.NONE);
  }

  private static String pick(Random random, String... words) {
    return words[random.nextInt(words.length)];
  }
}
