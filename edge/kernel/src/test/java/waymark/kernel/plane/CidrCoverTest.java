package waymark.kernel.plane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import waymark.kernel.fixture.Policies;
import waymark.policy.Address;
import waymark.policy.Interval;
import waymark.policy.Network;
import waymark.policy.Policy;

class CidrCoverTest {
  private static final int BASE = 0xc6120000;

  @Property
  void theFewestNetworksMakeUpAnInterval(
      @ForAll @IntRange(max = 300) int first, @ForAll @IntRange(max = 300) int length) {
    Address from = Address.ofIpv4(BASE + first);
    Address to = Address.ofIpv4(BASE + first + length);
    assertThat(CidrCover.of(interval(from, to)))
        .isEqualTo(halves(Network.parse("198.18.0.0/22"), from, to));
  }

  /** The slow model: a network is within the interval, outside of it, or looked at by halves. */
  private static List<Network> halves(Network network, Address from, Address to) {
    if (network.last().compareTo(from) < 0 || network.first().compareTo(to) > 0) {
      return List.of();
    }
    if (network.first().compareTo(from) >= 0 && network.last().compareTo(to) <= 0) {
      return List.of(network);
    }
    Network lower = Network.of(network.first(), network.prefix() + 1);
    List<Network> both = new ArrayList<>(halves(lower, from, to));
    both.addAll(halves(Network.of(lower.last().next(), lower.prefix()), from, to));
    return both;
  }

  @Test
  void everythingIsTwoHalves() {
    assertThat(cover("0.0.0.0", "255.255.255.255")).containsExactly("0.0.0.0/1", "128.0.0.0/1");
    assertThat(cover("::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"))
        .containsExactly("::/1", "8000::/1");
  }

  @Test
  void oneAddressIsANetworkOfItsOwn() {
    assertThat(cover("198.18.0.7", "198.18.0.7")).containsExactly("198.18.0.7/32");
    assertThat(cover("2001:2::7", "2001:2::7")).containsExactly("2001:2::7/128");
  }

  private static List<String> cover(String first, String last) {
    return CidrCover.of(interval(Address.parse(first), Address.parse(last))).stream()
        .map(Network::toString)
        .toList();
  }

  private static Interval interval(Address first, Address last) {
    Policy policy = Policies.policy();
    return new Interval(first, last, policy.decide(List.of(policy.fallback())), policy.fallback());
  }
}
