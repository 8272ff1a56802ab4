package waymark.kernel.ipset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import waymark.kernel.model.Marks;
import waymark.kernel.steering.Family;
import waymark.kernel.steering.Match;
import waymark.policy.Client;
import waymark.policy.Network;
import waymark.policy.PortRange;
import waymark.policy.Transport;

class IptablesMatchesTest {
  private static List<String> ipv4(Match... matches) {
    return alternatives(Family.IPV4, matches);
  }

  private static List<String> alternatives(Family family, Match... matches) {
    return new IptablesMatches(family, new IptablesMarks(Marks.DEFAULT), true)
        .alternatives(List.of(matches));
  }

  private static Match ports(String... ranges) {
    List<PortRange> parsed = new ArrayList<>();
    List.of(ranges).forEach(range -> parsed.add(PortRange.parse(range)));
    return new Match.Ports(Match.Side.DESTINATION, parsed);
  }

  private static Match clients(String... clients) {
    List<Client> parsed = new ArrayList<>();
    List.of(clients).forEach(client -> parsed.add(Client.parse(client)));
    return new Match.Clients(parsed);
  }

  @Test
  void everythingMatchesWithoutConditions() {
    assertThat(ipv4()).containsExactly("");
  }

  @Test
  void everyClientIsCombinedWithEveryTransport() {
    assertThat(ipv4(clients("10.0.0.0/8", "interface:lan"), ports("443")))
        .containsExactlyInAnyOrder(
            "-p tcp -s 10.0.0.0/8 -m multiport --dports 443 ",
            "-p udp -s 10.0.0.0/8 -m multiport --dports 443 ",
            "-p tcp -i lan -m multiport --dports 443 ",
            "-p udp -i lan -m multiport --dports 443 ");
  }

  @Test
  void aMacAddressIsOneOfTheSource() {
    assertThat(ipv4(clients("mac:02:00:5E:10:00:01", "10.0.0.0/8")))
        .containsExactlyInAnyOrder("-m mac --mac-source 02:00:5e:10:00:01 ", "-s 10.0.0.0/8 ");
  }

  @Test
  void noPacketOfAFamilyHasAnAddressOfTheOther() {
    assertThat(ipv4(clients("fd00::/64"))).isEmpty();
    assertThat(alternatives(Family.IPV6, clients("fd00::/64"))).containsExactly("-s fd00::/64 ");
    assertThat(ipv4(Family.IPV6)).isEmpty();
    assertThat(ipv4(new Match.InSet(Family.IPV6, Match.Side.SOURCE, "waymark6_2"))).isEmpty();
    assertThat(
            ipv4(
                new Match.Networks(
                    Match.Side.DESTINATION,
                    List.of(Network.parse("10.0.0.0/8"), Network.parse("fd00::/8")))))
        .containsExactly("-d 10.0.0.0/8 ");
  }

  @Test
  void aRuleNamesOneProtocol() {
    assertThat(ipv4(Match.Packet.MID_STREAM, ports("tcp/22")))
        .containsExactly("-p tcp ! --tcp-flags SYN SYN -m multiport --dports 22 ");
    assertThatThrownBy(() -> ipv4(Match.Packet.MID_STREAM, ports("udp/53")))
        .hasMessageContaining("tcp and udp");
  }

  @Provide
  Arbitrary<List<PortRange>> ranges() {
    Arbitrary<Integer> port = Arbitraries.integers().between(1, 65_535);
    return Combinators.combine(Arbitraries.of(Transport.class).set().ofMinSize(1), port, port)
        .as(
            (Set<Transport> of, Integer one, Integer two) ->
                new PortRange(of, Math.min(one, two), Math.max(one, two)))
        .list()
        .ofMinSize(1)
        .ofMaxSize(40);
  }

  @Property(tries = 300)
  void everyPortOfTheRangesMatchesAndNoOther(@ForAll("ranges") List<PortRange> ranges) {
    for (Transport transport : Transport.values()) {
      BitSet wanted = new BitSet();
      ranges.stream()
          .filter(range -> range.transports().contains(transport))
          .forEach(range -> wanted.set(range.first(), range.last() + 1));
      BitSet matched = new BitSet();
      String protocol = transport == Transport.TCP ? "-p tcp " : "-p udp ";
      for (String text : ipv4(new Match.Ports(Match.Side.DESTINATION, ranges))) {
        String list = text.substring(text.lastIndexOf(' ', text.length() - 2) + 1).strip();
        assertThat(list.split("[,:]", -1))
            .as("a multiport match has 15 places")
            .hasSizeLessThan(16);
        if (text.startsWith(protocol)) {
          for (String range : list.split(",", -1)) {
            String[] ends = range.split(":", -1);
            matched.set(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]) + 1);
          }
        }
      }
      assertThat(matched).isEqualTo(wanted);
    }
  }
}
