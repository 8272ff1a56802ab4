package waymark.engine;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import waymark.policy.Address;
import waymark.policy.Decision;
import waymark.policy.Network;
import waymark.policy.Policy;

/**
 * The single writer. One thread owns it and makes every call; what has queued up for that thread
 * goes into {@link #learn} piece by piece and into the plane by one {@link #commit}.
 *
 * <p>It starts empty: {@link #restore} what the journal kept, then {@link #install}.
 */
public final class Engine {
  /** Backoff after a failed install, in milliseconds. */
  private static final long INSTALL_BACKOFF = 1_000;

  private final Plane plane;
  private final Journal journal;
  private final Connections connections;
  private final EventSink eventSink;
  private final InstantSource clock;
  private final SightingCounts sightings;
  private final Scans scans;
  private Table table;
  private boolean installed;
  private long nextInstall;
  private long failures;
  private final Map<String, Long> repairs = new TreeMap<>();

  /** An engine that knows no address yet. */
  public Engine(
      Policy policy,
      Limits limits,
      Plane plane,
      Journal journal,
      Connections connections,
      EventSink eventSink,
      InstantSource clock) {
    this.plane = plane;
    this.journal = journal;
    this.connections = connections;
    this.eventSink = eventSink;
    this.clock = clock;
    sightings = new SightingCounts(eventSink);
    table = new Table(policy, limits, eventSink, clock.millis());
    scans = new Scans(connections, clock.millis());
  }

  /** Takes back what was held before a restart. Only before {@link #install}. */
  public void restore(List<String> names, Address address, long expires) {
    table.restore(names, address, expires, clock.millis());
  }

  /**
   * Makes the plane carry all that is decided, whatever it carries now.
   *
   * @throws PlaneException when it could not; the next {@link #tick} tries again
   */
  public void install() {
    install(table.addressEntries.targets());
  }

  private void install(Map<Address, Decision> hosts) {
    installed = false;
    plane.install(table.policy, hosts);
    installed = true;
    table.addressEntries.carried();
  }

  /**
   * Installs everything again, because the plane does not carry what it should. Connections that
   * began meanwhile are moved to where they belong.
   *
   * @param what is repaired by it, as events and metrics call it
   */
  public void reinstall(String what) {
    Map<Address, Decision> hosts = table.addressEntries.targets();
    install(hosts);
    countRepair(what);
    connections.follow(Transition.fromUnknown(table, hosts));
  }

  /** As {@link #reinstall}, where the plane has repaired a part of what it carries by itself. */
  public void repaired(String what) {
    countRepair(what);
    connections.follow(Transition.fromUnknown(table, table.addressEntries.targets()));
  }

  /**
   * As {@link #repaired(String)}, where only some addresses were concerned.
   *
   * @param carried what {@link Knowledge#carried(Set)} says of them
   */
  public void repaired(String what, Map<Address, Decision> carried) {
    countRepair(what);
    Map<Address, Decision> held = new HashMap<>(carried);
    held.values().removeIf(Decision::isNone);
    Transition transition = Transition.fromUnknown(table, held);
    for (Address address : carried.keySet()) {
      if (transition.moves(address)) {
        connections.move(address, transition.after(address));
      }
    }
  }

  /** Counts a repair that sent no connection astray, and tells of it. */
  public void countRepair(String what) {
    repairs.merge(what, 1L, Long::sum);
    eventSink.tell(new Event.Repaired(what));
  }

  /** What others on this thread did or noticed. */
  public void tell(Event event) {
    eventSink.tell(event);
  }

  /** What {@link #replace} would come to; changes nothing. */
  public Transition preview(Policy policy) {
    Table next = table.judgedBy(policy, clock.millis());
    return Transition.of(table, next, next.addressEntries.targets());
  }

  /**
   * Puts another policy in the place of this one, in one transaction. What was learned and still
   * matches a rule stays, and connections follow where their new rule wants that.
   *
   * @throws PlaneException when the plane refuses it; the engine then installs the old one again
   */
  public Transition replace(Policy policy) {
    return replace(policy, List.of());
  }

  /**
   * As {@link #replace(Policy)}, and takes back what was held under that policy before.
   *
   * @param held what {@link Knowledge#leases} said then
   */
  public Transition replace(Policy policy, List<LeaseEvent.Held> held) {
    Table next = table.judgedBy(policy, clock.millis());
    next.remember(held, clock.millis());
    Map<Address, Decision> hosts = next.addressEntries.targets();
    Transition transition = Transition.of(table, next, hosts);
    try {
      plane.install(policy, hosts);
    } catch (RuntimeException e) {
      failures++;
      rollBack(e);
      throw e;
    }
    installed = true;
    next.addressEntries.carried();
    table = next;
    eventSink.tell(new Event.PolicyReplaced(policy.links().size(), policy.rules().size()));
    connections.follow(transition);
    return transition;
  }

  /** Installs the old policy, because the plane may carry parts of the new one. */
  private void rollBack(RuntimeException reason) {
    try {
      install();
    } catch (RuntimeException e) {
      failures++;
      reason.addSuppressed(e);
    }
  }

  /**
   * Looks up which rules claim a name, once for all addresses of an answer.
   *
   * @param names the name asked for and its CNAMEs
   */
  public NameMatch match(List<String> names) {
    return table.match(names);
  }

  /** Takes one observed fact in. It is in force after the next {@link #commit}. */
  public Learned learn(Sighting sighting) {
    return learn(match(sighting.names()), sighting.address(), sighting.ttl());
  }

  /** Refuses an address, because the answer came from a name server that does not count. */
  public void refuse(NameMatch match, Address address) {
    sightings.add(match, address, Learned.UNTRUSTED);
  }

  /**
   * Takes in an address that names led to. It is in force after the next {@link #commit}.
   *
   * @param match of the names, by the policy in force
   * @param ttl in seconds
   */
  public Learned learn(NameMatch match, Address address, int ttl) {
    return sightings.add(match, address, table.learn(match, address, ttl, clock.millis()));
  }

  /**
   * Hands all that has changed to the plane.
   *
   * @return whether everything learned so far is in force
   */
  public boolean commit() {
    if (table.addressEntries.areCarried() && installed) {
      return true;
    }
    writeJournal();
    List<Change> changes = table.addressEntries.changes();
    if (!installed || !apply(changes)) {
      // The plane may carry anything now, so only a whole install helps.
      return retryInstall();
    }
    table.addressEntries.carried();
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

  /** Retries with a backoff, because an install takes long and answers wait meanwhile. */
  private boolean retryInstall() {
    long now = clock.millis();
    if (now < nextInstall) {
      return false;
    }
    nextInstall = now + INSTALL_BACKOFF;
    try {
      reinstall("what is decided");
      return true;
    } catch (PlaneException e) {
      failures++;
      return false;
    }
  }

  private void moveConnections(Change change) {
    if (!change.after().isNone() && table.addressEntries.areMoved(change.address())) {
      connections.move(change.address(), change.after());
    }
  }

  /** Lets time pass: at least every second. */
  public void tick() {
    long now = clock.millis();
    table.advance(now);
    scans.advance(now, table.leaseLimits);
    commit();
    writeJournal();
  }

  /** The answer to {@link Connections#scan}: the addresses that our connections go to. */
  public void used(Set<Address> addresses) {
    scans.answered(addresses, table.leaseLimits);
    commit();
  }

  /**
   * Takes in what belongs to this host.
   *
   * @param addresses that are never learned
   * @param networks whose private addresses are never learned
   */
  public void own(Set<Address> addresses, List<Network> networks) {
    table.own(addresses, networks);
    commit();
  }

  private void writeJournal() {
    if (!table.events.isEmpty()) {
      journal.append(List.copyOf(table.events));
      table.events.clear();
    }
  }

  /** The policy in force. */
  public Policy policy() {
    return table.policy;
  }

  /** What is held, counted. */
  public Snapshot snapshot() {
    return Snapshot.of(table, sightings.read(), failures, repairs);
  }

  /** What is known, for who asks. */
  public Knowledge knowledge() {
    return new Knowledge(table);
  }
}
