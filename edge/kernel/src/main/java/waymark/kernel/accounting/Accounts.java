package waymark.kernel.accounting;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import waymark.engine.Attribution;
import waymark.kernel.model.Marks;
import waymark.kernel.model.TrafficVolume;
import waymark.netlink.ConntrackFlow;

/** Sums up traffic: of connections by address, of addresses by rule and link. One thread. */
final class Accounts {
  /** Beyond this number of addresses the next scan runs at once, to evict idle ones. */
  private static final int CROWD = 50_000;

  private final Marks marks;
  private final int kept;
  private final FlowKey key = new FlowKey();
  private final FlowTable flows = new FlowTable();
  private final Map<Account.Place, Account> accounts = new HashMap<>();
  private final Map<String, RuleAccount> rules = new HashMap<>();
  private final Map<Integer, Integer> connections = new HashMap<>();
  private final Map<Integer, LinkAccount> links = new HashMap<>();
  private TrafficVolume other = TrafficVolume.NONE;
  private boolean first = true;

  /** The traffic of one rule. */
  static final class RuleAccount {
    TrafficVolume total = TrafficVolume.NONE;
    TrafficVolume last = TrafficVolume.NONE;
    int connections;
  }

  /** The traffic of one link. */
  static final class LinkAccount {
    TrafficVolume total = TrafficVolume.NONE;
    TrafficVolume last = TrafficVolume.NONE;
  }

  /**
   * @param kept the most addresses that keep an account after a scan
   */
  Accounts(Marks marks, int kept) {
    this.marks = marks;
    this.kept = kept;
  }

  /** Begins a scan of all connections. */
  void begin() {
    flows.begin();
    connections.clear();
    for (Account account : accounts.values()) {
      account.connections = 0;
    }
  }

  /** Counts a connection of the scan. */
  void shown(ConntrackFlow flow) {
    int number = marks.number(flow);
    if (number == 0) {
      return;
    }
    Account account = take(flow, number);
    if (!flow.isClosed()) {
      connections.merge(number, 1, Integer::sum);
      account.connections++;
    }
  }

  /** Remembers the link of a connection, since the kernel does not tell it at the end. */
  void began(ConntrackFlow flow) {
    int number = marks.number(flow);
    if (number != 0 && flows.find(key.of(flow)) < 0) {
      Account.Place place = new Account.Place(key.destination(flow), number);
      flows.add(key.of(flow), accounts.computeIfAbsent(place, Account::new));
    }
  }

  /** Counts the rest of a connection that has ended. */
  void ended(ConntrackFlow flow) {
    int number = marks.number(flow);
    int slot = flows.find(key.of(flow));
    if (number == 0 && slot >= 0) {
      number = flows.account(slot).place.number();
    }
    if (number != 0) {
      take(flow, number);
    }
  }

  private Account take(ConntrackFlow flow, int number) {
    long hash = key.of(flow);
    int slot = flows.find(hash);
    boolean isNew = slot < 0;
    if (isNew) {
      Account.Place place = new Account.Place(key.destination(flow), number);
      slot = flows.add(hash, accounts.computeIfAbsent(place, Account::new));
    } else if (flows.account(slot).closed) {
      // The account was evicted while the connection was idle.
      Account account = accounts.computeIfAbsent(flows.account(slot).place, Account::new);
      flows.assign(slot, account);
    }
    // The counters are -1 where the kernel does not count.
    long sent = Math.max(0, flow.originalBytes());
    long received = Math.max(0, flow.replyBytes());
    long sentPackets = Math.max(0, flow.originalPackets());
    long receivedPackets = Math.max(0, flow.replyPackets());
    if (isNew && first) {
      flows.ignore(slot, sent, received, sentPackets, receivedPackets);
    } else {
      flows.carry(slot, sent, received, sentPackets, receivedPackets);
    }
    return flows.account(slot);
  }

  /** Ends a scan, and returns the accounts to attribute. */
  List<Account> end() {
    flows.end();
    first = false;
    List<Account> busy = new ArrayList<>();
    for (Account account : accounts.values()) {
      if (account.isBusy() || (account.connections > 0 && account.rule.isEmpty())) {
        busy.add(account);
      }
    }
    return busy;
  }

  /** Whether so many addresses have accounts that the next scan should run at once. */
  boolean isCrowded() {
    return accounts.size() > CROWD;
  }

  static void attribute(Account account, Attribution to) {
    account.rule = to.rule();
    account.name = to.name();
  }

  /** Settles all accounts, and evicts the least busy beyond the limit. */
  void settle() {
    for (RuleAccount rule : rules.values()) {
      rule.last = TrafficVolume.NONE;
      rule.connections = 0;
    }
    links.values().forEach(link -> link.last = TrafficVolume.NONE);
    for (Account account : accounts.values()) {
      account.settle();
      LinkAccount link = link(account.place.number());
      link.last = link.last.plus(account.last);
      link.total = link.total.plus(account.last);
      if (!account.rule.isEmpty()) {
        RuleAccount rule = rules.computeIfAbsent(account.rule, name -> new RuleAccount());
        rule.last = rule.last.plus(account.last);
        rule.total = rule.total.plus(account.last);
        rule.connections += account.connections;
      }
    }
    if (accounts.size() > kept) {
      List<Account> ranked = ranked();
      for (Account account : ranked.subList(kept, ranked.size())) {
        other = other.plus(account.total);
        account.closed = true;
        accounts.remove(account.place);
      }
    }
  }

  /** The accounts, the busiest first. */
  List<Account> ranked() {
    List<Account> ranked = new ArrayList<>(accounts.values());
    ranked.sort(
        Comparator.comparingDouble((Account account) -> account.weight)
            .reversed()
            .thenComparing(account -> account.place.address()));
    return ranked;
  }

  Map<String, RuleAccount> rules() {
    return rules;
  }

  /** The traffic of a link, by its number. */
  LinkAccount link(int number) {
    return links.computeIfAbsent(number, key -> new LinkAccount());
  }

  /** The number of open connections of a link, by its number. */
  int connections(int number) {
    return connections.getOrDefault(number, 0);
  }

  TrafficVolume other() {
    return other;
  }
}
