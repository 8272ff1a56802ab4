package waymark.kernel.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import waymark.kernel.fixture.Shell;
import waymark.kernel.system.ScriptFile;
import waymark.netlink.NftablesEvent;
import waymark.netlink.NftablesEvents;
import waymark.netlink.NftablesSetReference;
import waymark.netlink.NftablesValue;
import waymark.netlink.Octets;
import waymark.netlink.Reception;
import waymark.policy.Address;

@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
class EventSubscriptionKernelTest {
  private static final NftablesSetReference SET = KernelTable.set("hosts4_2");

  @TempDir private Path state;

  private final AtomicInteger missed = new AtomicInteger();
  private final EventSubscription eventSubscription = new EventSubscription();
  private NftablesEvents events;
  private KernelTable table;

  @BeforeEach
  void aTableAndSomebodyWhoListens() {
    table = new KernelTable(new ScriptFile(state, "script.nft"), eventSubscription);
    table.script(KernelTable.ADD + SetText.add("hosts4_2"));
    events = eventSubscription.open(0, missed::incrementAndGet);
  }

  @AfterEach
  void close() {
    eventSubscription.close();
    table.delete();
    table.close();
    Shell.run("nft 'add table inet other; delete table inet other'");
  }

  private static List<Address> addresses() {
    return IntStream.range(0, 2_000).mapToObj(i -> Address.ofIpv4(0xc612_0000 + i)).toList();
  }

  private void fill(Runnable meanwhile) {
    Address last = addresses().getLast();
    table.fill(
        "hosts4_2",
        addresses(),
        (batch, address) -> {
          batch.add(SET, Octets.of(address.bytes()), NftablesValue.NONE);
          if (address.equals(last)) {
            meanwhile.run();
          }
        });
  }

  private List<NftablesEvent> heard() {
    List<NftablesEvent> heard = new ArrayList<>();
    while (events.receive(heard::add) != Reception.NOTHING) {
      // All that waits.
    }
    return heard;
  }

  @Test
  void nothingIsHeardOfWhatIsFilled() {
    fill(() -> {});
    assertThat(table.nftables().elements(SET)).hasSize(2_000);
    assertThat(heard()).isEmpty();
  }

  @Test
  void whatOthersChangeMeanwhileMayBeMissedAndThatIsSaid() {
    fill(() -> Shell.run("nft add table inet other"));
    assertThat(heard()).isEmpty();
    assertThat(missed).hasValue(1);
  }

  @Test
  void whatOthersChangeAfterwardsIsHeard() {
    fill(() -> {});
    Shell.run("nft add table inet other");
    assertThat(heard()).hasAtLeastOneElementOfType(NftablesEvent.TableChanged.class);
  }
}
