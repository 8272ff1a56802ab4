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

/** Who carried how much: connections into addresses, addresses into rules. One thread. */
final class Accounts {
  /** Beyond so many the idle are dropped even between two looks. */
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

  /** What went for one rule. */
  static final class RuleAccount {
    TrafficVolume total = TrafficVolume.NONE;
    TrafficVolume last = TrafficVolume.NONE;
    int connections;
  }

  /** What went by one link. */
  static final class LinkAccount {
    TrafficVolume total = TrafficVolume.NONE;
    TrafficVolume last = TrafficVolume.NONE;
  }

  /**
   * @param kept the most addresses that have an account after a look
   */
  Accounts(Marks marks, int kept) {
    this.marks = marks;
    this.kept = kept;
  }

  /** A look at all connections begins. */
  void begin() {
    flows.begin();
    connections.clear();
    for (Account account : accounts.values()) {
      account.connections = 0;
    }
  }

  /** A connection that the look shows. */
  void shown(ConntrackFlow flow) {
    int number = marks.number(flow.mark());
    if (number == 0) {
      return;
    }
    Account account = take(flow, number);
    if (!flow.isClosed()) {
      connections.merge(number, 1, Integer::sum);
      account.connections++;
    }
  }

  /** A connection that has ended. */
  void ended(ConntrackFlow flow) {
    int number = marks.number(flow.mark());
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
      // Dropped while it was idle.
      Account account = accounts.computeIfAbsent(flows.account(slot).place, Account::new);
      flows.assign(slot, account);
    }
    // Without accounting the kernel tells -1.
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

  /** The look is over: those that want to be attributed. */
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

  /** Whether so many addresses are waiting that the next look should come at once. */
  boolean isCrowded() {
    return accounts.size() > CROWD;
  }

  static void attribute(Account account, Attribution to) {
    account.rule = to.rule();
    account.name = to.name();
  }

  /** Books what has come, and drops the least busy of too many. */
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

  /** The busiest first. */
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

  /** What went by a link, by its number. */
  LinkAccount link(int number) {
    return links.computeIfAbsent(number, key -> new LinkAccount());
  }

  /** Open connections of a link, by its number. */
  int connections(int number) {
    return connections.getOrDefault(number, 0);
  }

  TrafficVolume other() {
    return other;
  }
}
