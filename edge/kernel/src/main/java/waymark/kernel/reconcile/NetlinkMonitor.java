package waymark.kernel.reconcile;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waymark.kernel.model.KernelPart;
import waymark.kernel.model.Marks;
import waymark.kernel.model.TableChange;
import waymark.kernel.model.Transaction;
import waymark.kernel.nftables.LearnedSets;
import waymark.kernel.plane.Maintenance;
import waymark.kernel.system.RestartingWorker;
import waymark.kernel.table.EndedSets;
import waymark.kernel.table.EventSubscription;
import waymark.kernel.table.KernelTable;
import waymark.linux.Poller;
import waymark.linux.Wakeup;
import waymark.netlink.NftablesElement;
import waymark.netlink.NftablesEvent;
import waymark.netlink.NftablesEvents;
import waymark.netlink.NftablesFamily;
import waymark.netlink.Reception;
import waymark.netlink.Route;
import waymark.netlink.RouteEvent;
import waymark.netlink.RouteEvents;
import waymark.netlink.RouteRule;
import waymark.policy.Address;

/**
 * Reports what other processes change in the kernel: our table, our rules and routes, interfaces
 * and addresses. The control thread decides what to do about a change.
 */
public final class NetlinkMonitor implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(NetlinkMonitor.class);

  /** How long events are collected, since one change causes many. */
  private static final Duration GATHER = Duration.ofMillis(50);

  /** The polling interval for parts without events. */
  private static final int LOOK_MILLIS = 300;

  private final EventSubscription eventSubscription;
  private NftablesEvents nftables;
  private RouteEvents routes;
  private final Maintenance.EventSources sources;
  private final Marks marks;
  private final Consumer<Map<Transaction, TableChange>> tableChange;
  private final Runnable linkChange;
  private final Runnable routeChange;
  private final Runnable look;
  private final Wakeup wakeup = Wakeup.open();
  private final RestartingWorker restartingWorker;
  private Optional<TableChange> touched = Optional.empty();
  private final Map<Transaction, TableChange> transactions = new HashMap<>();
  private boolean links;
  private boolean decided;

  /**
   * A monitor that does not run yet.
   *
   * @param sources which netlink events concern the plane
   * @param tableChange takes what changed in our table, by transaction; our own commands are among
   *     them, and {@link Transaction#MISSED} if events were missed
   * @param linkChange runs when interfaces, addresses, or our rules and routes changed
   * @param routeChange runs when another process changed a decided route or the rule that leads to
   *     them
   * @param look runs a few times a second if the plane has parts without events
   */
  public NetlinkMonitor(
      EventSubscription eventSubscription,
      Maintenance.EventSources sources,
      Marks marks,
      Consumer<Map<Transaction, TableChange>> tableChange,
      Runnable linkChange,
      Runnable routeChange,
      Runnable look) {
    this.eventSubscription = eventSubscription;
    this.sources = sources;
    this.marks = marks;
    this.tableChange = tableChange;
    nftables = eventSubscription.open(sources.nftablesPort(), this::missed);
    routes = RouteEvents.open(sources.routesPort());
    this.linkChange = linkChange;
    this.routeChange = routeChange;
    this.look = look;
    restartingWorker =
        new RestartingWorker(
            "waymark-watch",
            log,
            "Changes by other processes go unnoticed until the next attempt",
            this::watch,
            this::reopen,
            wakeup::wake);
  }

  public void start() {
    restartingWorker.start();
  }

  /** By any thread. */
  private void missed() {
    tableChange.accept(Map.of(Transaction.MISSED, TableChange.of(KernelPart.TABLE)));
  }

  /** Reopens the sockets and reports that everything may have changed meanwhile. */
  private void reopen() {
    nftables = eventSubscription.open(sources.nftablesPort(), this::missed);
    routes.close();
    routes = RouteEvents.open(sources.routesPort());
    transactions.put(Transaction.MISSED, TableChange.of(KernelPart.TABLE));
    links = true;
    decided = sources.routingTable() != 0;
    tell();
  }

  private void watch() throws InterruptedException {
    Poller poller = Poller.of(nftables.descriptor(), routes.descriptor(), wakeup.descriptor());
    while (restartingWorker.goesOn()) {
      if (poller.await(sources.polled() ? LOOK_MILLIS : -1)) {
        Thread.sleep(GATHER);
        look();
      }
      if (sources.polled()) {
        look.run();
      }
      tell();
    }
  }

  private void tell() {
    if (!transactions.isEmpty()) {
      tableChange.accept(Map.copyOf(transactions));
      transactions.clear();
    }
    if (links) {
      linkChange.run();
    }
    links = false;
    if (decided) {
      routeChange.run();
    }
    decided = false;
  }

  private void look() {
    Reception reception;
    do {
      reception = nftables.receive(this::nftablesEvent);
      if (reception == Reception.LOST) {
        transactions.put(Transaction.MISSED, TableChange.of(KernelPart.TABLE));
      }
    } while (reception != Reception.NOTHING);
    routes.receive(this::routeEvent);
  }

  private void nftablesEvent(NftablesEvent event) {
    switch (event) {
      case NftablesEvent.TableChanged(_, var table) ->
          touched(KernelPart.TABLE, table.family(), table.name());
      case NftablesEvent.ChainChanged(_, var chain) ->
          touched(KernelPart.CHAINS, chain.family(), chain.table());
      case NftablesEvent.RuleChanged(_, var rule) ->
          touched(KernelPart.RULES, rule.family(), rule.table());
      case NftablesEvent.SetChanged(_, var set) ->
          touched(KernelPart.SETS, set.family(), set.table());
      case NftablesEvent.ElementsChanged elements when EndedSets.isOne(elements.set()) -> {}
      case NftablesEvent.ElementsChanged elements ->
          touched(elements.family(), elements.table(), () -> changed(elements));
      case NftablesEvent.Committed(var generation) -> {
        Transaction transaction = new Transaction(generation.number(), generation.process());
        touched.ifPresent(change -> transactions.put(transaction, change));
        touched = Optional.empty();
      }
      case NftablesEvent.Other _ -> {}
    }
  }

  private static TableChange changed(NftablesEvent.ElementsChanged event) {
    if (!LearnedSets.isOne(event.set())) {
      return TableChange.of(KernelPart.SETS);
    }
    List<TableChange.Element> elements = new ArrayList<>(event.elements().size());
    for (NftablesElement element : event.elements()) {
      if (element.key().length() != 4 && element.key().length() != 16) {
        // Such as the catch-all element.
        return TableChange.of(KernelPart.SETS);
      }
      elements.add(new TableChange.Element(event.set(), Address.of(element.key().toArray())));
    }
    return TableChange.of(elements);
  }

  private void touched(KernelPart part, NftablesFamily family, String table) {
    touched(family, table, () -> TableChange.of(part));
  }

  private void touched(NftablesFamily family, String table, Supplier<TableChange> what) {
    if (family == NftablesFamily.INET && table.equals(KernelTable.NAME)) {
      TableChange change = what.get();
      touched = Optional.of(touched.map(change::and).orElse(change));
    }
  }

  private void routeEvent(RouteEvent event) {
    decided |=
        sources.routingTable() != 0
            && switch (event) {
              case RouteEvent.RouteGone(var route) -> route.table() == sources.routingTable();
              case RouteEvent.RoutePresent(var route) -> route.table() == sources.routingTable();
              case RouteEvent.RuleGone(var rule) -> rule.table() == sources.routingTable();
              case RouteEvent.RulePresent(var rule) -> rule.table() == sources.routingTable();
              case RouteEvent.Lost _ -> true;
              case RouteEvent.LinkPresent _,
                  RouteEvent.LinkGone _,
                  RouteEvent.AddressPresent _,
                  RouteEvent.AddressGone _ ->
                  false;
            };
    links |=
        switch (event) {
          case RouteEvent.RouteGone(var route) -> concernsLinks(route);
          // A route that another process adds to our table may divert its traffic.
          case RouteEvent.RoutePresent(var route) -> concernsLinks(route);
          case RouteEvent.RuleGone(var rule) -> isOurs(rule);
          case RouteEvent.RulePresent(var rule) -> isOurs(rule);
          case RouteEvent.LinkPresent _,
              RouteEvent.LinkGone _,
              RouteEvent.AddressPresent _,
              RouteEvent.AddressGone _,
              RouteEvent.Lost _ ->
              true;
        };
  }

  /** A link may follow the default route of its interface. */
  private boolean concernsLinks(Route route) {
    return marks.isTable(route.table()) || route.destination().length() == 0;
  }

  private boolean isOurs(RouteRule rule) {
    return marks.isTable(rule.table()) || marks.isPriority(rule.priority());
  }

  @Override
  public void close() {
    restartingWorker.close();
    wakeup.close();
    eventSubscription.close();
    routes.close();
  }
}
