package waymark.kernel.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waymark.engine.Event;
import waymark.engine.Threads;
import waymark.kernel.fixture.FakeKernel;
import waymark.kernel.fixture.Policies;
import waymark.kernel.model.CaptureSettings;
import waymark.kernel.model.KernelException;
import waymark.kernel.model.KernelPart;
import waymark.kernel.model.TableChange;
import waymark.kernel.model.Transaction;
import waymark.kernel.plane.Drift;
import waymark.kernel.plane.Repair;
import waymark.policy.Address;

class DriftHandlerTest {
  private static final Address ADDRESS = Address.parse("198.18.0.7");
  private static final TableChange.Element ELEMENT = new TableChange.Element("hosts4_2", ADDRESS);

  @TempDir Path folder;
  private FakeKernel kernel;
  private DriftHandler handler;
  private LinkChanges links;
  private int audits;

  @BeforeEach
  void install() throws IOException {
    kernel =
        new FakeKernel(
            folder,
            CaptureSettings.DEFAULT,
            Policies.policy(Policies.rule("video", Policies.VPN, "video.example")));
    kernel.tables.up("up2");
    kernel.engine.install();
    links = new LinkChanges(kernel.driver, kernel.engine, Threads.ONE, kernel::end, kernel);
    handler = new DriftHandler(kernel.driver, kernel.engine, Threads.ONE, links, () -> audits++);
    links.follow();
    kernel.plane.log.clear();
    kernel.events.clear();
    kernel.ended.clear();
  }

  @Test
  void ourOwnTransactionsAreNoDrift() {
    handler.tableChanged(Map.of(new Transaction(7, 1), TableChange.of(KernelPart.RULES)));
    assertThat(kernel.plane.log).hasSize(1);
    assertThat(kernel.repairs()).isEmpty();
    assertThat(kernel.events).isEmpty();
  }

  @Test
  void whatThePlaneRepairedIsCountedAndTold() {
    Map<Transaction, TableChange> changes =
        Map.of(new Transaction(7, 1), TableChange.of(KernelPart.RULES));
    kernel.plane.repairs.put(new Drift.TableEvents(changes), new Repair.OfPart(KernelPart.RULES));
    handler.tableChanged(changes);
    assertThat(kernel.repairs()).containsExactly(Map.entry("the rules of inet waymark", 1L));
    assertThat(kernel.events).containsExactly(new Event.Repaired("the rules of inet waymark"));
  }

  @Test
  void repairedAddressesNeedNoInstall() {
    Map<Transaction, TableChange> changes =
        Map.of(new Transaction(7, 1), TableChange.of(List.of(ELEMENT)));
    kernel.plane.repairs.put(
        new Drift.TableEvents(changes),
        new Repair.OfAddresses(KernelPart.ELEMENTS, Set.of(ADDRESS)));
    handler.tableChanged(changes);
    assertThat(kernel.plane.log).noneMatch(call -> call.startsWith("install"));
    assertThat(kernel.repairs()).containsOnlyKeys("the elements of inet waymark");
  }

  @Test
  void whatThePlaneCannotRepairIsInstalled() {
    kernel.plane.repairs.put(
        new Drift.Broken(KernelPart.STATIC_NETWORKS),
        new Repair.ByInstall(KernelPart.STATIC_NETWORKS));
    handler.broken(KernelPart.STATIC_NETWORKS);
    assertThat(kernel.plane.log).last().isEqualTo("install 1 rules");
    assertThat(kernel.repairs()).containsOnlyKeys("the static networks");
  }

  @Test
  void aRepairThatTheKernelRefusesIsTriedWithTheNextSign() {
    kernel.plane.repairs.put(
        new Drift.Broken(KernelPart.STATIC_NETWORKS),
        new Repair.ByInstall(KernelPart.STATIC_NETWORKS));
    handler.broken(KernelPart.STATIC_NETWORKS);
    kernel.plane.refusal = Optional.of(new KernelException("busy"));
    handler.broken(KernelPart.STATIC_NETWORKS);
    assertThat(kernel.repairs()).containsEntry("the static networks", 1L);
    kernel.plane.refusal = Optional.empty();
    handler.broken(KernelPart.STATIC_NETWORKS);
    assertThat(kernel.repairs()).containsEntry("the static networks", 2L);
  }

  @Test
  void missedNoticesAreMadeUpForByAnAudit() {
    handler.tableChanged(
        Map.of(
            Transaction.MISSED,
            TableChange.of(KernelPart.TABLE),
            new Transaction(7, 1),
            TableChange.of(KernelPart.RULES)));
    assertThat(audits).isEqualTo(1);
    assertThat(kernel.plane.log).isEmpty();
  }

  @Test
  void brokenLinkRoutesAreTheLinksOwnToRepair() {
    kernel.tables.changed = true;
    handler.broken(KernelPart.LINK_ROUTES);
    assertThat(kernel.plane.log).noneMatch(call -> call.startsWith("install"));
    assertThat(kernel.repairs()).containsExactly(Map.entry("the links' rules and routes", 1L));
  }

  @Test
  void aFailoverEndsTheConnectionsOfTheLinkAndTellsOfIt() {
    kernel.tables.down("up2");
    links.follow();
    assertThat(kernel.ended).containsExactly("vpn 198.18.0.7", "vpn 2001:2::7");
    assertThat(kernel.events)
        .containsExactly(new Event.LinkChanged("vpn", false, "it has no way out"));
    kernel.tables.up("up2");
    links.follow();
    assertThat(kernel.events).last().isEqualTo(new Event.LinkChanged("vpn", true, ""));
    assertThat(kernel.ended).hasSize(2);
  }

  @Test
  void aFailoverThatTheKernelRefusedIsTriedEverySecond() {
    kernel.plane.refusal = Optional.of(new KernelException("busy"));
    kernel.tables.down("up2");
    links.follow();
    assertThat(kernel.ended).isEmpty();
    links.everySecond();
    assertThat(kernel.plane.log).hasSize(2);
    kernel.plane.refusal = Optional.empty();
    links.everySecond();
    assertThat(kernel.ended).hasSize(2);
    links.everySecond();
    assertThat(kernel.plane.log).hasSize(3);
  }
}
