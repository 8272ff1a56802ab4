package waymark.policy;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressClassTest {
  @ParameterizedTest
  @CsvSource({
    "UNSPECIFIED, 0.0.0.0/8",
    "UNSPECIFIED, ::/128",
    "LOOPBACK, 127.0.0.0/8",
    "LOOPBACK, ::1/128",
    "LINK_LOCAL, 169.254.0.0/16",
    "LINK_LOCAL, fe80::/10",
    "PRIVATE, 10.0.0.0/8",
    "PRIVATE, 172.16.0.0/12",
    "PRIVATE, 192.168.0.0/16",
    "PRIVATE, fc00::/7",
    "CGNAT, 100.64.0.0/10",
    "MULTICAST, 224.0.0.0/4",
    "MULTICAST, 255.255.255.255/32",
    "MULTICAST, ff00::/8",
    "DOCUMENTATION, 192.0.2.0/24",
    "DOCUMENTATION, 198.51.100.0/24",
    "DOCUMENTATION, 203.0.113.0/24",
    "DOCUMENTATION, 2001:db8::/32",
    "DOCUMENTATION, 3fff::/20",
    "PRIVATE, 64:ff9b::10.0.0.0/104",
    "LOOPBACK, 64:ff9b::127.0.0.0/104",
  })
  void networkIsSpecialFromItsFirstAddressToItsLastAndNoFurther(
      AddressClass addressClass, String text) {
    Network network = Network.parse(text);
    assertThat(AddressClass.of(network.first())).isEqualTo(addressClass);
    assertThat(AddressClass.of(network.last())).isEqualTo(addressClass);
    assertThat(AddressClass.of(network.first().previous())).isNotEqualTo(addressClass);
    assertThat(AddressClass.of(network.last().next())).isNotEqualTo(addressClass);
  }

  @ParameterizedTest
  @CsvSource({
    "1.1.1.1", "198.18.0.0", "198.19.255.255", "2001:2::", "2001:2:0:ffff::", "2606:4700::1111",
    "64:ff9b::1.1.1.1", "64:ff9b:1::10.0.0.1", "192.0.3.0", "100.63.255.255", "240.0.0.1", "::2",
  })
  void theRestIsOrdinary(String text) {
    assertThat(AddressClass.of(Address.parse(text))).isEqualTo(AddressClass.ORDINARY);
  }

  @Property
  void nat64IsJudgedByTheIpv4AddressInIt(@ForAll int bits) {
    assertThat(AddressClass.of(new Address(0x0064ff9b_00000000L, bits & 0xffffffffL)))
        .isEqualTo(AddressClass.of(Address.ofIpv4(bits)));
  }
}
