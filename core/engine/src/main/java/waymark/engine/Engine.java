package waymark.engine;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import waymark.policy.Address;
import waymark.policy.Decision;
import waymark.policy.Network;
import waymark.policy.Policy;

/**
 * The single writer. One thread owns it; what has queued up for that thread goes into {@link
 * #learn} piece by piece and into the plane by one {@link #commit}. The control thread makes the
 * calls that take long: {@link #install}, {@link #reinstall}, {@link #replace} and {@link
 * #preview}. They come to the engine's thread for each step that concerns the table.
 *
 * <p>It starts empty: {@link #restore} what the lease store kept, then {@link #install}.
 */
public final class Engine {
  /** In place of a client's number: this host itself asked, or nobody knows who did. */
  public static final int NO_CLIENT = 0;

  private final Commits commits;
  private final Installs installs;
  private final Threads threads;
  private final Connections connections;
  private final EventSink eventSink;
  private final InstantSource clock;
  private final SightingCounts sightings;
  private final Scans scans;
  private Table table;

  /** The table that is being made to take the place of this one. */
  private Optional<Replacement> replacement = Optional.empty();

  private final Repairs repairs;

  /** An engine that knows no address yet. */
  public Engine(
      Policy policy,
      Limits limits,
      Plane plane,
      LeaseStore leaseStore,
      Connections connections,
      EventSink eventSink,
      InstantSource clock,
      Threads threads) {
    this.threads = threads;
    this.connections = connections;
    this.eventSink = eventSink;
    this.clock = clock;
    sightings = new SightingCounts(eventSink);
    repairs = new Repairs(connections, eventSink);
    table = new Table(policy, limits, eventSink, clock.millis());
    scans = new Scans(connections, clock.millis());
    commits =
        new Commits(
            plane, leaseStore, connections, threads, clock, () -> reinstall("what is decided"));
    installs = new Installs(plane, commits, threads);
  }

  /** Takes back what was held before a restart. Only before {@link #install}. */
  public void restore(List<String> names, Address address, long expires) {
    new EarlierLeases(table).restore(names, address, expires, clock.millis());
  }

  /**
   * Makes the plane carry all that is decided, whatever it carries now. On the control thread.
   *
   * @throws PlaneException when it could not; the next {@link #tick} tries again
   */
  public void install() {
    installs.install(table);
  }

  /**
   * Installs everything again, because the plane does not carry what it should. Connections that
   * began meanwhile are moved to where they belong. On the control thread.
   *
   * @param what is repaired by it, as events and metrics call it
   */
  public void reinstall(String what) {
    Map<Address, Decision> hosts = installs.install(table);
    threads.tellEngine(() -> repairs.all(what, table, hosts));
  }

  /** As {@link #reinstall}, where the plane has repaired a part of what it carries by itself. */
  public void repaired(String what) {
    repairs.all(what, table, table.addressEntries.targets());
  }

  /**
   * As {@link #repaired(String)}, where only some addresses were concerned.
   *
   * @param carried what {@link Knowledge#carried(Set)} says of them
   */
  public void repaired(String what, Map<Address, Decision> carried) {
    repairs.some(what, table, carried);
  }

  /** Counts a repair that sent no connection astray, and tells of it. */
  public void countRepair(String what) {
    repairs.count(what);
  }

  /** What others on this thread did or noticed. */
  public void tell(Event event) {
    eventSink.tell(event);
  }

  /** What {@link #replace} would come to; changes nothing. On the control thread. */
  public Transition preview(Policy policy) {
    Replacement next = threads.onEngine(() -> new Replacement(table, policy, clock.millis()));
    next.judge(List.of(), clock.millis());
    return next.transition(next.hosts(threads));
  }

  /**
   * Puts another policy in the place of this one, in one transaction. What was learned and still
   * matches a rule stays, and connections follow where their new rule wants that. On the control
   * thread.
   *
   * @throws PlaneException when the plane refuses it; the engine then installs the old one again,
   *     unless that is still in force
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
    try {
      Replacement next = threads.onEngine(() -> begin(policy));
      next.judge(held, clock.millis());
      Map<Address, Decision> hosts = installs.install(next);
      Transition transition = next.transition(hosts);
      threads.tellEngine(() -> finish(next, hosts, transition));
      return transition;
    } catch (RuntimeException e) {
      if (e instanceof PlaneException refused && refused.isUnchanged()) {
        threads.tellEngine(this::goOn);
      } else {
        rollBack(e);
      }
      throw e;
    }
  }

  private Replacement begin(Policy policy) {
    Replacement next = new Replacement(table, policy, clock.millis());
    replacement = Optional.of(next);
    return next;
  }

  private void finish(Replacement next, Map<Address, Decision> hosts, Transition transition) {
    commits.storeLeases(table);
    table = next.finish(table);
    replacement = Optional.empty();
    commits.installed(table, hosts);
    commits.storeLeases(table);
    eventSink.tell(
        new Event.PolicyReplaced(
            transition.after().links().size(), transition.after().rules().size()));
    connections.follow(transition);
  }

  /** The plane refuses the new policy, and carries the old one as before. */
  private void goOn() {
    replacement = Optional.empty();
    commits.unchanged();
  }

  /** Installs the old policy, because the plane may carry parts of the new one. */
  private void rollBack(RuntimeException reason) {
    try {
      threads.tellEngine(
          () -> {
            replacement = Optional.empty();
            commits.failed();
          });
      install();
    } catch (RuntimeException e) {
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

  /** Whether another policy is about to take the place of this one. */
  public boolean isReplacing() {
    return replacement.isPresent();
  }

  /** Takes one observed fact in. It is in force after the next {@link #commit}. */
  public Learned learn(Sighting sighting) {
    NameMatch match = match(sighting.names());
    if (match.isEmpty()) {
      foresee(sighting.names(), sighting.address(), sighting.ttl(), NO_CLIENT);
    }
    return learn(match, sighting.address(), sighting.ttl(), NO_CLIENT);
  }

  /**
   * Has the policy that is being installed, if there is one, learn an address of names that no rule
   * in force matches.
   *
   * @param ttl in seconds
   * @param client as of {@link #learn(NameMatch, Address, int, int)}
   */
  public void foresee(List<String> names, Address address, int ttl, int client) {
    replacement.ifPresent(it -> it.sighted(names, address, ttl, client, clock.millis()));
  }

  /** Counts addresses of names that no rule claims; nothing is learned from them. */
  public void countUnconcerned(int addresses) {
    sightings.unconcerned(addresses);
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
   * @param client a number for who asked, or {@link #NO_CLIENT}. Clients that have the same number
   *     have one share together of the room that there is for leases
   */
  public Learned learn(NameMatch match, Address address, int ttl, int client) {
    long now = clock.millis();
    Learned learned = table.learn(match, address, ttl, client, now);
    if (replacement.isPresent() && !match.isEmpty()) {
      replacement.get().sighted(match.names(), address, ttl, client, now);
    }
    return sightings.add(match, address, learned);
  }

  /**
   * Hands all that has changed to the plane, unless the control thread is at work on it.
   *
   * @return whether everything learned so far is in force
   */
  public boolean commit() {
    return commits.commit(table);
  }

  /** No changes are made to the plane until {@link #resume}, because it is being worked on. */
  public void pause() {
    commits.pause();
  }

  /** Ends a {@link #pause}; the next {@link #commit} makes up for it. */
  public void resume() {
    commits.resume();
  }

  /** Lets time pass: at least every second. */
  public void tick() {
    long now = clock.millis();
    table.advance(now);
    scans.advance(now, table.leaseLimits);
    commit();
    commits.storeLeases(table);
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

  /** The policy in force. */
  public Policy policy() {
    return table.policy;
  }

  /** What is held, counted. */
  public Snapshot snapshot() {
    return Snapshot.of(table, sightings.read(), commits.failures(), repairs.counts());
  }

  /** What is known, for who asks. */
  public Knowledge knowledge() {
    return new Knowledge(table);
  }
}
