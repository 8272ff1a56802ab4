package waymark.kernel.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import waymark.kernel.fixture.Shell;
import waymark.kernel.model.KernelPart;
import waymark.kernel.model.TableChange;
import waymark.kernel.model.Transaction;
import waymark.kernel.system.ScriptFile;
import waymark.netlink.NftablesBatch;
import waymark.netlink.NftablesEvent;
import waymark.netlink.NftablesEvents;
import waymark.netlink.NftablesSetReference;
import waymark.netlink.NftablesValue;
import waymark.netlink.Octets;
import waymark.netlink.Reception;
import waymark.policy.Address;

/** Scripts of ours beside other transactions. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
class OwnScriptKernelTest {
  private static final NftablesSetReference SET = KernelTable.set("hosts4_2");

  @TempDir private Path state;

  private final EventSubscription eventSubscription = new EventSubscription();
  private NftablesEvents events;
  private KernelTable table;

  @BeforeEach
  void aTableAndSomebodyWhoListens() {
    table = new KernelTable(new ScriptFile(state, "script.nft"), eventSubscription);
    table.script(KernelTable.ADD + SetText.add("hosts4_2"));
    events = eventSubscription.open(table.port(), () -> {});
  }

  @AfterEach
  void close() {
    eventSubscription.close();
    table.delete();
    table.close();
  }

  /** The transactions on any table that were told of. */
  private Map<Transaction, TableChange> transactions() {
    List<NftablesEvent> heard = new ArrayList<>();
    while (events.receive(heard::add) != Reception.NOTHING) {
      // All that waits.
    }
    Map<Transaction, TableChange> transactions = new HashMap<>();
    for (NftablesEvent event : heard) {
      if (event instanceof NftablesEvent.Committed(var generation)) {
        transactions.put(
            new Transaction(generation.number(), generation.process()),
            TableChange.of(KernelPart.CHAINS));
      }
    }
    return transactions;
  }

  /** A script that takes {@code nft} a while. */
  private static String chains(String prefix) {
    return IntStream.range(0, 300)
        .mapToObj(i -> "add chain inet waymark " + prefix + i + "\n")
        .collect(Collectors.joining());
  }

  @Test
  void aScriptIsOursWhateverTheEngineCommitsMeanwhile() throws InterruptedException {
    AtomicBoolean ended = new AtomicBoolean();
    AtomicInteger commits = new AtomicInteger();
    Thread engine =
        Thread.ofPlatform()
            .start(
                () -> {
                  while (!ended.get()) {
                    NftablesBatch batch = table.changes().batch();
                    Address address = Address.ofIpv4(0xc612_0000 + commits.getAndIncrement());
                    batch.add(SET, Octets.of(address.bytes()), NftablesValue.NONE);
                    batch.commit("add to", "set " + SET.name());
                    // Without a pause no chain could be listed.
                    LockSupport.parkNanos(2_000_000);
                  }
                });
    for (int i = 0; i < 3; i++) {
      table.script(chains("c" + i + "_"));
    }
    ended.set(true);
    engine.join();
    Map<Transaction, TableChange> transactions = transactions();
    assertThat(commits).hasValueGreaterThan(3);
    assertThat(transactions).as("the scripts' own").hasSize(3);
    assertThat(table.foreign(transactions)).isEmpty();
  }

  @Test
  void theTransactionsOfOthersAreNot() {
    table.script(chains("c"));
    Shell.run("nft add chain inet waymark theirs");
    table.script(chains("d"));
    Map<Transaction, TableChange> transactions = transactions();
    assertThat(transactions).hasSize(3);
    assertThat(table.foreign(transactions)).isPresent();
  }
}
