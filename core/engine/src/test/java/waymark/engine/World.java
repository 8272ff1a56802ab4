package waymark.engine;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import waymark.policy.Address;
import waymark.policy.Decision;
import waymark.policy.EgressPath;
import waymark.policy.Lifetime;
import waymark.policy.Link;
import waymark.policy.Masquerade;
import waymark.policy.NamePattern;
import waymark.policy.Network;
import waymark.policy.Outlet;
import waymark.policy.Policy;
import waymark.policy.Rule;
import waymark.policy.Scope;

/** An engine with everything around it made of memory, and a log of what it does. */
final class World implements Plane, LeaseStore, Connections, InstantSource {
  static final Link VPN = link("vpn");
  static final Link ISP = link("isp");

  final List<String> log = new ArrayList<>();
  final Map<Address, Decision> kernel = new TreeMap<>();
  final Map<List<Object>, LeaseEvent.Held> disk = new HashMap<>();
  final Set<Address> connections = new HashSet<>();
  final EventRing events = new EventRing(this);
  boolean broken;
  boolean brokenOnce;

  /** How the plane says no. */
  Supplier<RuntimeException> refusal = () -> new PlaneException("broken");

  /** Done by an install before it asks for the addresses, and after it. */
  Runnable beforeAsking = () -> {};

  Runnable afterAsking = () -> {};
  Runnable whileApplying = () -> {};

  long now = 1_000_000_000;
  Engine engine;
  Optional<Transition> transition = Optional.empty();
  private boolean scanAsked;

  World(Limits limits, Rule... rules) {
    engine = new Engine(policy(rules), limits, this, this, this, events, this, Threads.ONE);
    engine.install();
    log.clear();
  }

  World(Rule... rules) {
    this(Limits.DEFAULT, rules);
  }

  private static Link link(String name) {
    return new Link(name, new EgressPath.Interface(name + "0", List.of()), 1, Masquerade.AUTO);
  }

  static Policy policy(Rule... rules) {
    return Policy.compile(List.of(VPN, ISP), List.of(rules), List.of(Link.DIRECT));
  }

  static Rule rule(String name, Link to, int weight, String... matches) {
    List<NamePattern> names = new ArrayList<>();
    List<Network> networks = new ArrayList<>();
    for (String match : matches) {
      if (match.contains("/") && Character.isDigit(match.charAt(0))) {
        networks.add(Network.parse(match));
      } else {
        names.add(NamePattern.parse(match));
      }
    }
    return new Rule(name, List.of(to), names, networks, weight, new Lifetime(60, 3600), true);
  }

  /** {@code see("198.18.0.1", 60, "a.example", "cdn.example")}, and commits. */
  Learned see(String address, int ttl, String... names) {
    Learned learned = learn(address, ttl, names);
    engine.commit();
    return learned;
  }

  Learned learn(String address, int ttl, String... names) {
    return engine.learn(new Sighting(Source.DNS, List.of(names), Address.parse(address), ttl));
  }

  /** As {@link #see}, asked for by a client. */
  Learned ask(int client, String address, int ttl, String... names) {
    NameMatch match = engine.match(List.of(names));
    Learned learned = engine.learn(match, Address.parse(address), ttl, client);
    engine.commit();
    return learned;
  }

  void pass(int seconds) {
    for (int i = 0; i < seconds; i++) {
      now += 1000;
      engine.tick();
      if (scanAsked) {
        scanAsked = false;
        engine.used(Set.copyOf(connections));
      }
    }
  }

  /** The scan that was asked for fails. */
  void forgetScan() {
    scanAsked = false;
  }

  /** Kill -9 and start again: only disk and kernel stay. */
  void restart(Rule... rules) {
    engine = new Engine(policy(rules), Limits.DEFAULT, this, this, this, events, this, Threads.ONE);
    disk.values().forEach(held -> engine.restore(held.names(), held.address(), held.expires()));
    engine.install();
  }

  String told() {
    String told = String.join("\n", log);
    log.clear();
    return told;
  }

  @Override
  public void install(Policy policy, Supplier<Map<Address, Decision>> wanted) {
    beforeAsking.run();
    check();
    Map<Address, Decision> hosts = wanted.get();
    afterAsking.run();
    kernel.clear();
    kernel.putAll(hosts);
    log.add("install " + text(new TreeMap<>(hosts)));
  }

  @Override
  public void apply(List<Change> changes) {
    check();
    StringBuilder line = new StringBuilder("apply");
    for (Change change : changes) {
      if (!kernel.getOrDefault(change.address(), Decision.NONE).equals(change.before())) {
        throw new IllegalStateException(change + " but the kernel has " + kernel);
      }
      line.append(' ').append(change.address()).append(':').append(names(change.after()));
      if (change.after().isNone()) {
        kernel.remove(change.address());
      } else {
        kernel.put(change.address(), change.after());
      }
    }
    log.add(line.toString());
    whileApplying.run();
  }

  private void check() {
    if (broken || brokenOnce) {
      brokenOnce = false;
      throw refusal.get();
    }
  }

  private static String text(Map<Address, Decision> hosts) {
    List<String> parts = new ArrayList<>();
    hosts.forEach((address, to) -> parts.add(address + ":" + names(to)));
    return String.join(" ", parts);
  }

  /** {@code vpn,direct}; with scopes: {@code [443]isp|vpn,direct}. */
  private static String names(Decision decision) {
    List<String> branches = new ArrayList<>();
    for (Decision.Branch branch : decision.branches()) {
      Scope scope = branch.scope();
      branches.add(
          (scope.isAll() ? "" : "" + scope.ports() + scope.clients())
              + String.join(",", branch.to().stream().map(Outlet::name).toList()));
    }
    return branches.isEmpty() ? "-" : String.join("|", branches);
  }

  @Override
  public void append(List<LeaseEvent> events) {
    for (LeaseEvent event : events) {
      List<Object> key = Arrays.asList(event.name(), event.address());
      switch (event) {
        case LeaseEvent.Held held -> disk.put(key, held);
        case LeaseEvent.Ended _ -> disk.remove(key);
      }
    }
  }

  @Override
  public void move(Address address, Decision decision) {
    log.add("move " + address + " to " + names(decision));
  }

  @Override
  public void follow(Transition transition) {
    this.transition = Optional.of(transition);
  }

  @Override
  public void scan() {
    scanAsked = true;
  }

  @Override
  public long millis() {
    return now;
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(now);
  }
}
