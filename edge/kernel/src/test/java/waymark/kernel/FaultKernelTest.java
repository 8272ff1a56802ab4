package waymark.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import waymark.kernel.accounting.Accounting;
import waymark.kernel.fixture.Eventually;
import waymark.kernel.fixture.Shell;
import waymark.kernel.links.LinkNumbering;
import waymark.kernel.model.Marks;
import waymark.kernel.model.Transaction;
import waymark.kernel.plane.Maintenance;
import waymark.kernel.reconcile.NetlinkMonitor;
import waymark.kernel.table.EventSubscription;
import waymark.netlink.NetlinkException;
import waymark.state.KeptMap;

/** Threads that look at the kernel go on after a fault. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
class FaultKernelTest {
  @TempDir private Path folder = Path.of("");

  private final AtomicInteger faults = new AtomicInteger();

  private void fault() {
    if (faults.incrementAndGet() == 1) {
      throw new NetlinkException("look", "everything", 5, "", -1);
    }
  }

  @Test
  void theWatchLooksForWhatItMissed() {
    AtomicInteger tables = new AtomicInteger();
    AtomicInteger links = new AtomicInteger();
    NetlinkMonitor watch =
        new NetlinkMonitor(
            new EventSubscription(),
            new Maintenance.EventSources(0, 0, 0, true),
            Marks.DEFAULT,
            generations -> tables.addAndGet(generations.containsKey(Transaction.MISSED) ? 1 : 0),
            links::incrementAndGet,
            () -> {},
            this::fault);
    try (watch) {
      watch.start();
      Eventually.holds("it looks again", () -> faults.get() > 2);
      assertThat(tables).hasValue(1);
      assertThat(links).hasValue(1);
      Shell.run("ip link add fault0 type veth peer name fault1");
      Eventually.holds("it notices", () -> links.get() > 1);
      Shell.run("ip link delete fault0");
    }
  }

  @Test
  void accountingCountsOn() {
    InstantSource clock =
        () -> {
          fault();
          return InstantSource.system().instant();
        };
    Accounting accounting =
        new Accounting(
            Marks.DEFAULT,
            new LinkNumbering(new KeptMap(folder.resolve("links.kept")), Marks.DEFAULT),
            questions -> CompletableFuture.completedFuture(List.of()),
            clock);
    try (accounting) {
      accounting.start();
      Eventually.holds(
          "it reports",
          () -> {
            accounting.watch();
            return accounting.latest().at() > 0;
          });
    }
  }
}
