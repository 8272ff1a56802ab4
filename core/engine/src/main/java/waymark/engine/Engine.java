package waymark.engine;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import waymark.policy.Address;
import waymark.policy.Claim;
import waymark.policy.Decision;
import waymark.policy.DomainName;
import waymark.policy.Policy;

/**
 * The single writer. One thread owns it and makes every call; what has queued up for that thread
 * goes into {@link #learn} piece by piece and into the plane by one {@link #commit}.
 *
 * <p>It starts empty: {@link #restore} what the journal kept, then {@link #install}.
 */
public final class Engine {
  /** How often connections are looked at while leases drain, in milliseconds. */
  private static final long SCAN_EVERY = 5_000;

  /** So long an answer to a scan is waited for, in milliseconds. */
  private static final long SCAN_LOST = 60_000;

  /** So long a plane that refused everything is left alone, in milliseconds. */
  private static final long INSTALL_EVERY = 1_000;

  private final Plane plane;
  private final Journal journal;
  private final Connections connections;
  private final Witness witness;
  private final InstantSource clock;
  private final Map<Learned, Long> sightings = new EnumMap<>(Learned.class);
  private Table table;
  private long lastScan;
  private boolean scanning;
  private boolean installed;
  private long nextInstall;
  private long failures;
  private final Map<String, Long> repairs = new TreeMap<>();

  public Engine(
      Policy policy,
      Limits limits,
      Plane plane,
      Journal journal,
      Connections connections,
      Witness witness,
      InstantSource clock) {
    this.plane = plane;
    this.journal = journal;
    this.connections = connections;
    this.witness = witness;
    this.clock = clock;
    table = new Table(policy, limits, Set.of(), witness, clock.millis());
    lastScan = clock.millis();
    for (Learned learned : Learned.values()) {
      sightings.put(learned, 0L);
    }
  }

  /** One whose events nobody wants to know. */
  public Engine(
      Policy policy,
      Limits limits,
      Plane plane,
      Journal journal,
      Connections connections,
      InstantSource clock) {
    this(policy, limits, plane, journal, connections, event -> {}, clock);
  }

  /** Takes back what was held before a restart. Only before {@link #install}. */
  public void restore(List<String> names, Address address, long expires) {
    table.restore(names, address, expires, clock.millis());
  }

  /**
   * Makes the plane carry all that is decided, whatever it carries now: at the start, and after
   * somebody else changed it.
   *
   * @throws PlaneException when it could not; the next {@link #tick} tries again
   */
  public void install() {
    install(table.holdings.targets());
  }

  private void install(Map<Address, Decision> hosts) {
    installed = false;
    plane.install(table.policy, hosts);
    installed = true;
    table.holdings.carried();
  }

  /**
   * As {@link #install}, because the plane does not carry what it should. Connections that began
   * meanwhile are moved to where they belong.
   *
   * @param what is put right
   */
  public void repair(String what) {
    Map<Address, Decision> hosts = table.holdings.targets();
    install(hosts);
    repaired(what);
    connections.follow(unknownBefore(hosts));
  }

  /** As {@link #repair}, where the plane has put it right by itself. */
  public void mended(String what) {
    repaired(what);
    connections.follow(unknownBefore(table.holdings.targets()));
  }

  /**
   * As {@link #mended(String)}, where only some addresses were concerned.
   *
   * @param carried what {@link #carried(Set)} says of them
   */
  public void mended(String what, Map<Address, Decision> carried) {
    repaired(what);
    Map<Address, Decision> held = new HashMap<>(carried);
    held.values().removeIf(Decision::isNone);
    Transition transition = unknownBefore(held);
    for (Address address : carried.keySet()) {
      if (transition.moves(address)) {
        connections.move(address, transition.after(address));
      }
    }
  }

  private Transition unknownBefore(Map<Address, Decision> hosts) {
    return Transition.fromUnknown(
        table.policy, hosts, table.holdings.staying(hosts.keySet()), table.own());
  }

  /** That is put right by now: counted, and told. */
  public void repaired(String what) {
    repairs.merge(what, 1L, Long::sum);
    witness.tell(new Event.Repaired(what));
  }

  /** What others on this thread did or noticed. */
  public void tell(Event event) {
    witness.tell(event);
  }

  /** What {@link #replace} would come to; changes nothing. */
  public Transition preview(Policy policy) {
    Table next = table.judgedBy(policy, clock.millis());
    return transition(next, next.holdings.targets());
  }

  /**
   * Puts another policy in the place of this one, in one transaction. What was learned and still
   * matches a rule stays, and connections follow where their new rule wants that.
   *
   * @throws PlaneException when the plane refused it; then the old one stays
   */
  public Transition replace(Policy policy) {
    return replace(policy, List.of());
  }

  /**
   * As {@link #replace(Policy)}, and takes back what was held under that policy before.
   *
   * @param held what {@link #leases} said then
   */
  public Transition replace(Policy policy, List<LeaseEvent.Held> held) {
    Table next = table.judgedBy(policy, clock.millis());
    next.remember(held, clock.millis());
    Map<Address, Decision> hosts = next.holdings.targets();
    Transition transition = transition(next, hosts);
    try {
      plane.install(policy, hosts);
    } catch (PlaneException e) {
      failures++;
      putBack(e);
      throw e;
    }
    installed = true;
    next.holdings.carried();
    table = next;
    witness.tell(new Event.PolicyReplaced(policy.links().size(), policy.rules().size()));
    connections.follow(transition);
    return transition;
  }

  /** The plane may have got halfway; where the old policy is refused as well, ticks try again. */
  private void putBack(PlaneException reason) {
    try {
      install();
    } catch (PlaneException e) {
      failures++;
      reason.addSuppressed(e);
    }
  }

  private Transition transition(Table next, Map<Address, Decision> hosts) {
    return new Transition(
        table.policy,
        table.holdings.targets(),
        next.policy,
        hosts,
        next.holdings.staying(hosts.keySet()));
  }

  /** Whether any rule names one of these: the name asked for and its CNAMEs. */
  public boolean concerns(List<String> names) {
    return table.concerns(names);
  }

  /** Whether every rule that names one of these may let its traffic go direct. */
  public boolean mayFailOpen(List<String> names) {
    for (Claim claim : table.policy.claims(names)) {
      if (!claim.rule().mayFailOpen()) {
        return false;
      }
    }
    return true;
  }

  /** Takes one observed fact in. It is in force after the next {@link #commit}. */
  public Learned learn(Sighting sighting) {
    Learned learned = table.learn(sighting, clock.millis());
    sightings.merge(learned, 1L, Long::sum);
    switch (learned) {
      case SPECIAL, OWN, FULL ->
          witness.tell(new Event.Refused(sighting.names(), sighting.address(), learned));
      case UNCONCERNED, KNOWN, PENDING -> {}
    }
    return learned;
  }

  /**
   * Hands all that has changed to the plane.
   *
   * @return whether everything learned so far is in force
   */
  public boolean commit() {
    if (table.holdings.areCarried() && installed) {
      return true;
    }
    writeJournal();
    List<Change> changes = table.holdings.changes();
    if (!installed || !apply(changes)) {
      // Somebody else may have changed what the plane carries: only the whole fits now.
      return reinstall();
    }
    table.holdings.carried();
    for (Change change : changes) {
      moveConnections(change);
    }
    return true;
  }

  private boolean apply(List<Change> changes) {
    try {
      plane.apply(changes);
      return true;
    } catch (PlaneException e) {
      failures++;
      installed = false;
      return false;
    }
  }

  /** The whole takes long: where it fails it is not tried again with the next answer. */
  private boolean reinstall() {
    long now = clock.millis();
    if (now < nextInstall) {
      return false;
    }
    nextInstall = now + INSTALL_EVERY;
    try {
      repair("what is decided");
      return true;
    } catch (PlaneException e) {
      failures++;
      return false;
    }
  }

  private void moveConnections(Change change) {
    if (!change.after().isNone()
        && table
            .holdings
            .find(change.address())
            .flatMap(Holding::winner)
            .filter(winner -> winner.rule().reconnect())
            .isPresent()) {
      connections.move(change.address(), change.after());
    }
  }

  /** Lets time pass: at least every second. */
  public void tick() {
    long now = clock.millis();
    table.advance(now);
    long since = now - lastScan;
    if (since >= (scanning ? SCAN_LOST : SCAN_EVERY) && table.room.wantsScan()) {
      scanning = true;
      lastScan = now;
      connections.scan();
    }
    commit();
    writeJournal();
  }

  /** The answer to {@link Connections#scan}: the addresses that our connections go to. */
  public void used(Set<Address> addresses) {
    scanning = false;
    table.room.used(addresses, lastScan);
    commit();
  }

  /** The addresses of this host, which are never learned. */
  public void own(Set<Address> addresses) {
    table.own(addresses);
    commit();
  }

  private void writeJournal() {
    if (!table.events.isEmpty()) {
      journal.append(List.copyOf(table.events));
      table.events.clear();
    }
  }

  public Policy policy() {
    return table.policy;
  }

  /** What is held, counted. */
  public Snapshot snapshot() {
    return Snapshot.of(table, sightings, failures, repairs);
  }

  /** Every lease, for a journal that is written anew. */
  public List<LeaseEvent.Held> leases() {
    List<LeaseEvent.Held> held = new ArrayList<>(table.room.leases());
    for (Holding holding : table.holdings.all()) {
      for (Lease lease : holding.leases) {
        held.add(new LeaseEvent.Held(lease.naming.names, holding.address, lease.expires));
      }
    }
    return held;
  }

  /** What the plane carries for these addresses. */
  public Map<Address, Decision> carried(Set<Address> addresses) {
    Map<Address, Decision> carried = new HashMap<>();
    for (Address address : addresses) {
      carried.put(
          address,
          table.holdings.find(address).map(holding -> holding.carried).orElse(Decision.NONE));
    }
    return carried;
  }

  /** Shows each address that the plane carries, and what for. */
  public void carried(BiConsumer<Address, Decision> visitor) {
    for (Holding holding : table.holdings.all()) {
      if (!holding.carried.isNone()) {
        visitor.accept(holding.address, holding.carried);
      }
    }
  }

  /** What is decided for an address. */
  public Decision decide(Address address) {
    Decision carried = table.holdings.find(address).map(held -> held.carried).orElse(Decision.NONE);
    return carried.isNone() ? table.policy.decide(table.policy.decisive(address)) : carried;
  }

  /** What is decided for an address, and why. */
  public Explanation explain(Address address) {
    return Explanation.of(table, address);
  }

  /**
   * The addresses that rules claim through names that differ, each with all claims on it.
   *
   * @param limit the most to explain; {@link Snapshot#conflicts} counts all
   */
  public List<Explanation> conflicts(int limit) {
    return table.holdings.all().stream()
        .filter(Holding::isConflict)
        .map(holding -> holding.address)
        .sorted()
        .limit(limit)
        .map(this::explain)
        .toList();
  }

  /**
   * Whose the traffic is that goes to an address by a link: the strongest claim that may lead to
   * that link.
   */
  public Attribution attribute(Address address, String link) {
    List<Lease> leases =
        table.holdings.find(address).map(held -> held.leases).orElse(new ArrayList<>());
    return Attribution.of(table.policy.decisive(address), leases, link);
  }

  /** How many leases there are. */
  public int size() {
    return table.room.leases();
  }

  /** The rules that match a name, the winner first. */
  public List<Claim> claims(String name) {
    List<String> names =
        table.naming(name).map(naming -> naming.names).orElse(List.of(DomainName.normalize(name)));
    return table.policy.claims(names).stream().sorted(Comparator.reverseOrder()).toList();
  }

  /** The addresses that are held because of a name. */
  public List<Address> addresses(String name) {
    return table
        .naming(name)
        .map(naming -> naming.leases.stream().map(lease -> lease.holding.address))
        .orElse(Stream.empty())
        .distinct()
        .sorted()
        .toList();
  }
}
