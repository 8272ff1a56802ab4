package waymark.kernel.ipset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import waymark.kernel.fixture.Eventually;
import waymark.kernel.fixture.Shell;
import waymark.kernel.system.ScriptFile;
import waymark.netlink.Ipset;
import waymark.netlink.IpsetDefinition;
import waymark.policy.Address;
import waymark.policy.Network;

/** Through netlink and through the command the sets become the same. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
class IpsetSetsKernelTest {
  @TempDir private Path folder;
  private final Ipset ipset = Ipset.open();

  @AfterEach
  void destroy() {
    Shell.run("ipset destroy");
    ipset.close();
  }

  private IpsetSets sets(boolean netlink) {
    return sets(netlink, Duration.ZERO);
  }

  private IpsetSets sets(boolean netlink, Duration timeout) {
    AddressSets changes =
        netlink ? new NetlinkSets(ipset) : new IpsetCommand(new ScriptFile(folder, "script"));
    return new IpsetSets(ipset, changes, changes, timeout, System::nanoTime);
  }

  private static void fill(IpsetSets sets, String name, boolean ipv4, Set<Network> networks) {
    sets.take(sets.filler().fill(name, ipv4, networks));
  }

  private static Set<Network> networks(String... texts) {
    Set<Network> networks = new LinkedHashSet<>();
    for (String text : texts) {
      networks.add(Network.parse(text));
    }
    return networks;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void onlyWhatDiffersIsWritten(boolean netlink) {
    IpsetSets sets = sets(netlink);
    fill(sets, "waymark_2", true, networks("192.0.2.1", "192.0.2.2"));
    fill(sets, "waymark_2v6", false, networks("2001:db8::/32", "2001:db9::1"));
    sets.trim(List.of("waymark_2", "waymark_2v6"));
    fill(sets, "waymark_2", true, networks("192.0.2.2", "192.0.2.128/25"));
    assertThat(Shell.run("ipset save waymark_2")).contains("192.0.2.1\n", "192.0.2.128/25");
    sets.trim(List.of("waymark_2"));
    assertThat(Shell.run("ipset save waymark_2"))
        .contains("192.0.2.2", "192.0.2.128/25")
        .doesNotContain("192.0.2.1\n");
    assertThat(Shell.run("ipset list -n").lines()).containsExactly("waymark_2");
    assertThat(sets.isIntact()).isTrue();
    Shell.run("ipset del waymark_2 192.0.2.2");
    assertThat(sets.isIntact()).isFalse();
    sets.add("waymark_2", List.of(Network.parse("192.0.2.2")));
    sets.delete("waymark_2", List.of(Network.parse("192.0.2.128/25")));
    assertThat(Shell.run("ipset save waymark_2")).doesNotContain("192.0.2.128");
    sets.remove();
    assertThat(Shell.run("ipset list -n")).isEmpty();
  }

  /** Remembers what is written. */
  private record Recording(AddressSets sets, List<String> written) implements AddressSets {
    @Override
    public void create(IpsetDefinition set) {
      written.add("create " + set.name());
      sets.create(set);
    }

    @Override
    public void add(String set, Collection<Network> networks) {
      networks.forEach(network -> written.add("add " + network));
      sets.add(set, networks);
    }

    @Override
    public void delete(String set, Collection<Network> networks) {
      networks.forEach(network -> written.add("delete " + network));
      sets.delete(set, networks);
    }

    @Override
    public void swap(String set, String other) {
      written.add("swap " + set);
      sets.swap(set, other);
    }

    @Override
    public void destroy(String set) {
      written.add("destroy " + set);
      sets.destroy(set);
    }
  }

  @Test
  void whatIsThereIsNotWrittenAgain() {
    Recording changes = new Recording(new NetlinkSets(ipset), new ArrayList<>());
    IpsetSets sets = new IpsetSets(ipset, changes, changes, Duration.ZERO, System::nanoTime);
    fill(sets, "waymarkn_2", true, networks("192.0.2.0/25", "198.51.100.0/24"));
    sets.trim(List.of("waymarkn_2"));
    assertThat(changes.written()).contains("add 192.0.2.0/25", "add 198.51.100.0/24");
    changes.written().clear();
    sets.begin();
    fill(sets, "waymarkn_2", true, networks("192.0.2.0/25", "198.51.100.0/24"));
    sets.trim(List.of("waymarkn_2"));
    assertThat(changes.written()).isEmpty();
    fill(sets, "waymarkn_2", true, networks("192.0.2.0/25", "203.0.113.0/24"));
    sets.trim(List.of("waymarkn_2"));
    assertThat(changes.written()).containsExactly("add 203.0.113.0/24", "delete 198.51.100.0/24");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatWasTooMuchForSetsThatWereNotMadeStaysWhereItIsWanted(boolean netlink) {
    IpsetSets sets = sets(netlink);
    fill(sets, "waymark_2", true, networks("192.0.2.1", "192.0.2.2"));
    sets.trim(List.of("waymark_2"));
    // Others are to come, and the chains refuse them: the former are put back.
    sets.begin();
    fill(sets, "waymark_2", true, networks("192.0.2.2"));
    sets.begin();
    fill(sets, "waymark_2", true, networks("192.0.2.1", "192.0.2.2"));
    sets.trim(List.of("waymark_2"));
    assertThat(Shell.run("ipset save waymark_2")).contains("192.0.2.1\n", "192.0.2.2\n");
    assertThat(sets.areWhole()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aSetThatIsTooSmallIsReplacedInItsPlace(boolean netlink) {
    Shell.run(
        "ipset create waymark_2 hash:net maxelem 2; ipset add waymark_2 192.0.2.1;"
            + " iptables -t mangle -A OUTPUT -m set --match-set waymark_2 dst");
    fill(sets(netlink), "waymark_2", true, networks("192.0.2.1", "192.0.2.2", "192.0.2.3"));
    assertThat(Shell.run("ipset save waymark_2"))
        .contains("maxelem 1048576", "192.0.2.1\n", "192.0.2.2\n", "192.0.2.3\n");
    assertThat(Shell.run("ipset list -n").lines()).containsExactly("waymark_2");
    Shell.run("iptables -t mangle -F OUTPUT");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void learnedAddressesEndUnlessTheyAreRenewed(boolean netlink) {
    AtomicLong now = new AtomicLong();
    AddressSets changes =
        netlink ? new NetlinkSets(ipset) : new IpsetCommand(new ScriptFile(folder, "script"));
    IpsetSets sets = new IpsetSets(ipset, changes, changes, Duration.ofMinutes(10), now::get);
    fill(sets, "waymark_2", true, networks("192.0.2.1"));
    fill(sets, "waymarkn_2", true, networks("192.0.2.128/25"));
    sets.trim(List.of("waymark_2", "waymarkn_2"));
    sets.add("waymark_2", networks("192.0.2.2").stream().toList());
    for (int address = 1; address <= 2; address++) {
      Shell.run("ipset add waymark_2 192.0.2." + address + " timeout 60 -exist");
    }
    for (int second = 0; second < 600; second++) {
      now.addAndGet(1_000_000_000);
      assertThat(sets.renew()).isFalse();
    }
    assertThat(Shell.run("ipset save waymark_2"))
        .containsPattern("192.0.2.1 timeout (600|5..)\\n")
        .containsPattern("192.0.2.2 timeout (600|5..)\\n");
    assertThat(sets.isIntact()).isTrue();
    Shell.run("ipset add waymark_2 192.0.2.2 timeout 1 -exist");
    Eventually.holds("one has ended", () -> !sets.isIntact());
    assertThat(Shell.run("ipset save waymark_2"))
        .contains("192.0.2.1 timeout")
        .doesNotContain("192.0.2.2");
    assertThat(Shell.run("ipset save waymarkn_2"))
        .contains("192.0.2.128/25")
        .doesNotContain("timeout");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aSetWithAnotherTimeoutIsReplacedInItsPlace(boolean netlink) {
    Shell.run("ipset create waymark_2 hash:net; ipset add waymark_2 192.0.2.1");
    fill(sets(netlink, Duration.ofMinutes(10)), "waymark_2", true, networks("192.0.2.1"));
    assertThat(Shell.run("ipset save waymark_2"))
        .containsPattern(" timeout 600[ \n](.*\n)?add waymark_2 192.0.2.1 timeout ");
    fill(sets(netlink, Duration.ofMinutes(1)), "waymark_2", true, networks("192.0.2.1"));
    assertThat(Shell.run("ipset save waymark_2")).containsPattern(" timeout 60[ \n]");
    fill(sets(netlink), "waymark_2", true, networks("192.0.2.1"));
    assertThat(Shell.run("ipset save waymark_2")).contains("192.0.2.1").doesNotContain("timeout");
  }

  @Test
  void whatWouldEndBeforeItsTurnIsRenewedWhenItIsTakenOver() {
    Shell.run(
        "ipset create waymark_2 hash:net maxelem 1048576 timeout 600; ipset add waymark_2 192.0.2.1"
            + " timeout 100; ipset add waymark_2 192.0.2.2 timeout 500");
    fill(sets(true, Duration.ofMinutes(10)), "waymark_2", true, networks("192.0.2.1", "192.0.2.2"));
    String entries = Shell.run("ipset save waymark_2");
    assertThat(entries).containsPattern("192.0.2.1 timeout (600|5..)\\n");
    assertThat(entries).containsPattern("192.0.2.2 timeout (500|4..)\\n");
  }

  @Test
  void aSetOfAnotherTypeIsNotTouched() {
    Shell.run("ipset create waymark_2 list:set");
    assertThatThrownBy(() -> fill(sets(true), "waymark_2", true, networks("192.0.2.1")))
        .hasMessageContaining("waymark_2")
        .hasMessageContaining("list:set");
  }

  @Test
  void aHundredThousandAddresses() {
    Set<Network> many = new LinkedHashSet<>();
    for (int i = 0; i < 100_000; i++) {
      many.add(new Network(Address.ofIpv4(0x0b000000 + i * 7), 32));
    }
    IpsetSets sets = sets(true);
    fill(sets, "waymark_2", true, many);
    assertThat(ipset.count("waymark_2")).hasValue(100_000);
    fill(sets, "waymark_2", true, many);
    assertThat(sets.isIntact()).isTrue();
  }
}
