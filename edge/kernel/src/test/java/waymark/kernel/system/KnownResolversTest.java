package waymark.kernel.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waymark.policy.Address;
import waymark.policy.Network;

class KnownResolversTest {
  @TempDir private Path root;

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private Set<String> known() {
    return new KnownResolvers(root, root.resolve("etc/resolv.conf"))
        .ofSystem().stream().map(Address::toString).collect(Collectors.toSet());
  }

  @Test
  void thoseOfTheSystemAndOfItsLeasesAreKnown() throws IOException {
    write("etc/resolv.conf", "nameserver 192.0.2.1\nnameserver 127.0.0.53\n");
    write("run/systemd/resolve/resolv.conf", "nameserver 192.0.2.2\nnameserver fe80::1%eth0\n");
    write("run/resolvconf/interfaces/eth0.dhcp", "nameserver 192.0.2.3\n");
    write("tmp/resolv.conf.d/resolv.conf.auto", "# Interface wan\nnameserver 192.0.2.4\n");
    write("run/systemd/netif/leases/2", "ADDRESS=10.0.0.7\nDNS=192.0.2.5 192.0.2.6\n");
    write("run/systemd/netif/links/2", "DNS=192.0.2.7#dns.example 2001:db8::7\n");
    write(
        "var/lib/dhcp/dhclient.eth0.leases",
        "lease {\n"
            + "  option domain-name-servers 192.0.2.8, 192.0.2.9;\n"
            + "  option routers 10.0.0.1;\n"
            + "}");
    assertThat(known())
        .containsExactlyInAnyOrder(
            "192.0.2.1",
            "192.0.2.2",
            "fe80::1",
            "192.0.2.3",
            "192.0.2.4",
            "192.0.2.5",
            "192.0.2.6",
            "192.0.2.7",
            "2001:db8::7",
            "192.0.2.8",
            "192.0.2.9");
  }

  @Test
  void withoutFilesNoneIsKnown() throws IOException {
    assertThat(known()).isEmpty();
    write("run/systemd/netif/leases/2", "DNS=\nDNS=nonsense ; ,\n");
    assertThat(known()).isEmpty();
  }

  @Test
  void thePublicOnesAreOfBothFamiliesAndNoneIsListedTwice() {
    assertThat(KnownResolvers.ofPublic())
        .doesNotHaveDuplicates()
        .contains(Network.parse("9.9.9.9"), Network.parse("2606:4700:4700::1111"));
  }
}
