package waymark.kernel.neighbours;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waymark.kernel.model.CaptureSettings;

class DnsScanTest {
  @TempDir private Path root = Path.of("");

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private DnsSetup read() {
    return new DnsScan(root).read(List.of());
  }

  @Test
  void theServicesForNamesOfHostsAreRead() throws IOException {
    assertThat(read().asksResolved()).isFalse();
    write("etc/nsswitch.conf", "passwd: resolve\nhosts:  files dns # resolve\n");
    assertThat(read().asksResolved()).isFalse();
    write("etc/nsswitch.conf", "hosts: files resolve [!UNAVAIL=return] dns\n");
    assertThat(read().asksResolved()).isTrue();
  }

  @Test
  void theLastSettingOfResolvedCounts() throws IOException {
    assertThat(read().resolvedEncrypts()).isFalse();
    write("etc/systemd/resolved.conf", "[Resolve]\n#DNSOverTLS=yes\nDNSOverTLS=no\n");
    assertThat(read().resolvedEncrypts()).isFalse();
    write("etc/systemd/resolved.conf.d/10-tls.conf", "[Resolve]\nDNSOverTLS=opportunistic\n");
    assertThat(read().resolvedEncrypts()).isTrue();
    write("etc/systemd/resolved.conf.d/20-none.conf", "[Resolve]\nDNSOverTLS=false\n");
    assertThat(read().resolvedEncrypts()).isFalse();
  }

  @Test
  void onlyBothMakeProgramsOfThisHostUnseen() {
    assertThat(spots(true, false)).isEmpty();
    assertThat(spots(false, true)).isEmpty();
    assertThat(spots(true, true))
        .containsExactly(
            "systemd-resolved asks its name servers by TLS, and programs of this host ask it by"
                + " nss-resolve: rules with names do not see what these programs resolve; write dns"
                + " instead of resolve in the line hosts: of /etc/nsswitch.conf");
  }

  private static List<String> spots(boolean asks, boolean encrypts) {
    DnsSetup setup = new DnsSetup(new TreeSet<>(), false, List.of(), asks, encrypts);
    return BlindSpots.of(setup, CaptureSettings.DEFAULT).stream().map(Object::toString).toList();
  }
}
