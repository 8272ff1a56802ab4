package waymark.kernel.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waymark.state.KeptMap;

class SysctlsTest {
  @TempDir private Path folder = Path.of("");

  @BeforeEach
  void settingsOfAHostThatForwardsNothing() {
    put("net/ipv4/ip_forward", "0");
    put("net/ipv6/conf/all/forwarding", "0");
    for (String device : List.of("all", "default", "lo", "wg0", "eth0")) {
      put("net/ipv4/conf/" + device + "/rp_filter", "0");
      put("net/ipv4/conf/" + device + "/src_valid_mark", "0");
      put("net/ipv6/conf/" + device + "/accept_ra", device.equals("eth0") ? "1" : "0");
    }
  }

  private Path root() {
    return folder.resolve("sys");
  }

  private void put(String name, String value) {
    try {
      Files.createDirectories(root().resolve(name).getParent());
      Files.writeString(root().resolve(name), value + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Map<String, String> all() {
    try (Stream<Path> files = Files.walk(root())) {
      Map<String, String> all = new TreeMap<>();
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.put(root().relativize(file).toString(), Files.readString(file).strip());
      }
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As after a start of the program. */
  private Sysctls sysctls() {
    return new Sysctls(root(), new KeptMap(folder.resolve("sysctls.kept")));
  }

  @Test
  void anInterfaceThatIsNotThereNeedsNothing() {
    put("net/ipv4/conf/all/rp_filter", "1");
    Sysctls sysctls = sysctls();
    sysctls.set(List.of("absent0"), false);
    assertThat(sysctls.changed()).isEmpty();
  }

  @Test
  void whatForwardingNeedsIsSet() {
    assertThat(sysctls().needed(List.of(), true))
        .isEqualTo(
            Map.of(
                "net/ipv4/ip_forward", "1",
                "net/ipv6/conf/eth0/accept_ra", "2",
                "net/ipv6/conf/all/forwarding", "1"));
    assertThat(sysctls().needed(List.of(), false)).isEmpty();
  }

  @Test
  void aStrictFilterIsMadeLooseWhereverItComesFrom() {
    assertThat(sysctls().needed(List.of("wg0"), false))
        .isEqualTo(Map.of("net/ipv4/conf/wg0/src_valid_mark", "1"));
    put("net/ipv4/conf/all/rp_filter", "1");
    assertThat(sysctls().needed(List.of("wg0"), false))
        .containsEntry("net/ipv4/conf/wg0/rp_filter", "2");
    put("net/ipv4/conf/all/rp_filter", "0");
    put("net/ipv4/conf/wg0/rp_filter", "1");
    assertThat(sysctls().needed(List.of("wg0"), false))
        .containsEntry("net/ipv4/conf/wg0/rp_filter", "2");
    put("net/ipv4/conf/wg0/rp_filter", "2");
    assertThat(sysctls().needed(List.of("wg0"), false)).hasSize(1);
  }

  @Test
  void whatIsSetIsPutBackEvenAfterRestarts() {
    put("net/ipv4/conf/wg0/rp_filter", "1");
    Map<String, String> before = all();
    sysctls().set(List.of("wg0"), true);
    assertThat(all()).isNotEqualTo(before);
    assertThat(sysctls().needed(List.of("wg0"), true)).isEmpty();
    sysctls().set(List.of("wg0", "eth0"), true);
    sysctls().restore();
    assertThat(all()).isEqualTo(before);
    sysctls().restore();
    assertThat(all()).isEqualTo(before);
  }

  @Test
  void whatSomebodySetAgainIsSetOnceMoreButTheFormerValueStays() {
    Map<String, String> before = all();
    Sysctls sysctls = sysctls();
    assertThat(sysctls.changed()).isEmpty();
    sysctls.set(List.of(), true);
    assertThat(sysctls.changed()).isEmpty();
    put("net/ipv4/ip_forward", "0");
    assertThat(sysctls.changed()).containsExactly("net/ipv4/ip_forward");
    sysctls.setAgain();
    assertThat(all()).containsEntry("net/ipv4/ip_forward", "1");
    sysctls().restore();
    assertThat(all()).isEqualTo(before);
  }

  @Test
  void aDiskThatRefusesKeepsNothingFromBeingSet() throws IOException {
    Map<String, String> before = all();
    Path inTheWay = Files.createDirectory(folder.resolve("sysctls.kept.new"));
    Sysctls sysctls = sysctls();
    sysctls.set(List.of("wg0"), false);
    assertThat(sysctls.changed()).isEmpty();
    assertThat(sysctls.needed(List.of("wg0"), false)).isEmpty();
    Files.delete(inTheWay);
    // The next time what was set before is kept as well.
    sysctls.set(List.of("wg0", "eth0"), false);
    sysctls().restore();
    assertThat(all()).isEqualTo(before);
  }

  @Test
  void interfacesThatAreNotThereAreLeftOut() throws IOException {
    assertThat(sysctls().needed(List.of("wg7"), false)).isEmpty();
    sysctls().set(List.of("wg0"), false);
    Files.delete(root().resolve("net/ipv4/conf/wg0/src_valid_mark"));
    Files.delete(root().resolve("net/ipv4/conf/wg0/rp_filter"));
    Files.delete(root().resolve("net/ipv4/conf/wg0"));
    Map<String, String> before = all();
    sysctls().restore();
    assertThat(all()).isEqualTo(before);
  }
}
