package waymark.kernel.plane;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waymark.kernel.model.Exemption;
import waymark.kernel.model.ExemptionSettings;
import waymark.kernel.system.ResolvConf;
import waymark.policy.Address;
import waymark.policy.Network;

class ExemptionsTest {
  @TempDir private Path folder = Path.of("");

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static List<Address> addresses(String... texts) {
    return Stream.of(texts).map(Address::parse).toList();
  }

  @Test
  void nameServersAreThoseOfTheSystem() throws IOException {
    Path file =
        file(
            "resolv.conf",
            "# by hand\nsearch example\n nameserver  192.0.2.53 # here\nnameserver fe80::1%eth0\n"
                + "nameserver\noptions edns0\n");
    assertThat(ResolvConf.servers(file, folder.resolve("none")))
        .isEqualTo(addresses("192.0.2.53", "fe80::1"));
    assertThat(ResolvConf.servers(folder.resolve("none"), file)).isEmpty();
  }

  @Test
  void whomTheResolverOnThisHostAsksCounts() throws IOException {
    Path stub = file("stub", "nameserver 127.0.0.53\n");
    Path behind = file("behind", "nameserver 192.0.2.53\nnameserver 127.0.0.1\n");
    assertThat(ResolvConf.servers(stub, behind)).isEqualTo(addresses("192.0.2.53"));
  }

  @Test
  void networksWithinOthersAreLeftOut() {
    List<Network> networks =
        Stream.of("10.1.0.0/16", "10.0.0.0/8", "10.0.0.0/8", "192.0.2.1", "2001:db8::/32")
            .map(Network::parse)
            .toList();
    Exemptions exemptions =
        Exemptions.of(new ExemptionSettings(networks, List.of(), folder.resolve("resolv.conf")));
    assertThat(exemptions.management())
        .containsExactlyInAnyOrder(
            Network.parse("10.0.0.0/8"),
            Network.parse("192.0.2.1"),
            Network.parse("2001:db8::/32"));
    assertThat(exemptions.of(Address.parse("10.1.2.3"))).isEqualTo(Exemption.MANAGEMENT);
    assertThat(exemptions.of(Address.parse("192.0.2.2"))).isEqualTo(Exemption.NONE);
  }
}
