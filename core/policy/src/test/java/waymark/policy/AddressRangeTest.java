package waymark.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressRangeTest {
  @ParameterizedTest
  @CsvSource({
    "192.168.2.10-192.168.2.20, 192.168.2.10/31 192.168.2.12/30 192.168.2.16/30 192.168.2.20/32",
    "192.168.2.7 - 192.168.2.7, 192.168.2.7/32",
    "0.0.0.0-255.255.255.255, 0.0.0.0/0",
    "255.255.255.254-255.255.255.255, 255.255.255.254/31",
    "2001:db8::ff-2001:db8::101, 2001:db8::ff/128 2001:db8::100/127",
    "::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, ::/0",
  })
  void aRangeIsTheFewestNetworks(String range, String networks) {
    assertThat(String.join(" ", Client.parseAll(range).stream().map(Client::toString).toList()))
        .isEqualTo(networks);
  }

  @ParameterizedTest
  @CsvSource({
    "192.168.2.20-192.168.2.10, ends before it begins",
    "192.168.2.1-2001:db8::1, an IPv4 and an IPv6 address",
    "192.168.2.1-, not an address",
    "a-b, not an address",
  })
  void otherTextsAreRefused(String text, String why) {
    assertThatThrownBy(() -> Client.parseAll(text))
        .isInstanceOf(SyntaxException.class)
        .hasMessageContaining(why);
  }

  @Property(tries = 300)
  void everyAddressOfTheRangeIsInOneNetwork(
      @ForAll @IntRange(max = 255) int one, @ForAll @IntRange(max = 255) int other) {
    int first = Math.min(one, other);
    int last = Math.max(one, other);
    List<Network> networks = AddressRange.parse("10.0.0." + first + "-10.0.0." + last).networks();
    List<Integer> covered = new ArrayList<>();
    for (int i = 0; i < 256; i++) {
      Address address = Address.parse("10.0.0." + i);
      int index = i;
      networks.stream().filter(it -> it.contains(address)).forEach(_ -> covered.add(index));
    }
    assertThat(covered).hasSize(last - first + 1).startsWith(first).endsWith(last);
  }
}
