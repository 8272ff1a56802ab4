package waymark.kernel;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waymark.engine.Change;
import waymark.engine.PlaneException;
import waymark.linux.LinuxException;
import waymark.netlink.NetlinkException;
import waymark.netlink.Nftables;
import waymark.netlink.NftablesBatch;
import waymark.netlink.NftablesFamily;
import waymark.netlink.NftablesSet;
import waymark.netlink.NftablesSetReference;
import waymark.netlink.NftablesValue;
import waymark.netlink.Octets;
import waymark.netlink.Refusal;
import waymark.policy.Address;
import waymark.policy.Decision;
import waymark.policy.Link;
import waymark.policy.Policy;

/**
 * Carries decisions out by the table {@code inet waymark}, and a rule and a routing table for each
 * link. Owned by the engine's thread.
 *
 * <p>Chains and static networks go through the {@code nft} command; learned addresses, of which
 * there are many and each in a hurry, through netlink.
 */
final class NftablesPlane implements KernelPlane {
  private static final Logger log = LoggerFactory.getLogger(NftablesPlane.class);

  /** So long the nft command stands in for netlink before that is tried again. */
  private static final long RETRY_NANOS = 60_000_000_000L;

  private final Marks marks;
  private final LinkNumbering numbering;
  private final Learning learning;
  private final Sysctls sysctls;
  private final boolean forwarding;
  private final Essentials essentials;
  private final KernelTable table;
  private final Nftables nftables;
  private final Fingerprint fingerprint = new Fingerprint();
  private final LinkRoutes routes;
  private final Map<Decision, HostSets> sets = new HashMap<>();
  private Optional<Policy> installed = Optional.empty();
  private Learning.Mode mode;
  private Surroundings around = Surroundings.NONE;
  private volatile StaticSets nets = StaticSets.NONE;
  private LearnedSets learned = new LearnedSets();
  private Balance balance = Balance.NONE;
  private Lifelines lifelines = Lifelines.NONE;
  private Set<String> unhealthy = Set.of();
  private boolean netlinkFailed;
  private long failedAt;

  /** The two sets of a target. */
  private record HostSets(NftablesSetReference ipv4, NftablesSetReference ipv6) {
    NftablesSetReference of(Address address) {
      return address.isIpv4() ? ipv4 : ipv6;
    }
  }

  NftablesPlane(
      Marks marks,
      LinkNumbering numbering,
      Learning learning,
      Sysctls sysctls,
      boolean forwarding,
      KernelTable table,
      Essentials essentials) {
    this.marks = marks;
    this.numbering = numbering;
    this.learning = learning;
    this.sysctls = sysctls;
    this.forwarding = forwarding;
    this.table = table;
    nftables = table.nftables();
    this.essentials = essentials;
    routes = new LinkRoutes(marks);
    mode = learning.mode();
  }

  @Override
  public void install(Policy policy, Map<Address, Decision> hosts) {
    try {
      LinkNumbers numbers = numbering.number(policy.links());
      List<Link> links = Ruleset.interfaces(policy);
      boolean there = table.isThere();
      Surroundings found = look(policy, numbers);
      List<String> chains = there ? table.chains() : List.of();
      Lifelines spared =
          policy.deniesByDefault() ? Lifelines.read(essentials) : Lifelines.of(essentials);
      List<String> oldNames = there ? table.sets() : List.of();
      StaticSets wanted = StaticSets.of(policy, numbers);
      wanted.adopt(nftables, oldNames);
      wanted.fill(nftables, there, table::script);
      fingerprint.begin();
      LearnedSets addresses =
          LearnedSets.prepare(nftables, oldNames, policy, hosts, numbers, table::script);
      Ruleset ruleset =
          new Ruleset(
              policy,
              new HashSet<>(hosts.values()),
              wanted,
              addresses,
              numbers,
              marks,
              mode,
              learning.group(),
              found,
              balance,
              spared);
      StringBuilder text = new StringBuilder(ruleset.text(chains, oldNames));
      addresses.text(text, ruleset.hostSets());
      if (installed.isPresent()) {
        // A new link's interface takes answers from the first packet on.
        sysctls.set(devices(policy), forwarding);
      }
      table.script(text.toString());
      routes.forgetOthers(links, numbers);
      wanted.written();
      nets = wanted;
      learned = addresses;
      around = found;
      lifelines = spared;
      installed = Optional.of(policy);
      name(ruleset);
      hosts.forEach((address, decision) -> fingerprint.include(hash(decision, address)));
      fingerprint.ended();
      queueRule();
      sysctls.set(devices(policy), forwarding);
    } catch (KernelException | NetlinkException | LinuxException e) {
      throw new PlaneException("cannot install the policy: " + e.getMessage(), e);
    }
  }

  @Override
  public boolean wereOurs(Set<Integer> generations) {
    return table.wereOurs(generations);
  }

  private static List<String> devices(Policy policy) {
    return Ruleset.interfaces(policy).stream().map(Ruleset::device).toList();
  }

  /** A link's state is by its interface and its route, and by what its check says. */
  private Surroundings look(Policy policy, LinkNumbers numbers) {
    HostLinks host = routes.host();
    Map<String, LinkState> links = routes.install(Ruleset.interfaces(policy), numbers, host);
    return Surroundings.of(policy, host, LinkState.judged(links, unhealthy));
  }

  private void name(Ruleset ruleset) {
    sets.clear();
    ruleset
        .byTarget()
        .forEach(
            (target, decision) ->
                sets.put(
                    decision,
                    new HostSets(
                        reference(learned.name(true, target)),
                        reference(learned.name(false, target)))));
  }

  private static NftablesSetReference reference(String set) {
    return NftablesSetReference.of(NftablesFamily.INET, KernelTable.NAME, set);
  }

  private void queueRule() {
    if (mode == Learning.Mode.HOLD && !table.queues(learning.queue())) {
      mode = Learning.Mode.OBSERVE;
      table.script(ruleset(List.of()).text(table.chains(), table.sets()));
    }
  }

  /** What is installed, and what more is decided. */
  private Ruleset ruleset(Collection<Decision> more) {
    return ruleset(more, around, balance, lifelines);
  }

  /** As it would be with these. */
  private Ruleset ruleset(
      Collection<Decision> more, Surroundings around, Balance balance, Lifelines lifelines) {
    Policy policy = installed.orElseThrow();
    Set<Decision> decisions = new HashSet<>(sets.keySet());
    decisions.addAll(more);
    return new Ruleset(
        policy,
        decisions,
        nets,
        learned,
        numbering.number(policy.links()),
        marks,
        mode,
        learning.group(),
        around,
        balance,
        lifelines);
  }

  /** Decisions that no rule takes alone have no sets until the first address of theirs. */
  private void makeSets(List<Change> changes) {
    Set<Decision> missing = new HashSet<>();
    for (int i = 0; i < changes.size(); i++) {
      Decision after = changes.get(i).after();
      if (!after.isNone() && !sets.containsKey(after)) {
        missing.add(after);
      }
    }
    if (!missing.isEmpty()) {
      Ruleset ruleset = ruleset(missing);
      table.script(ruleset.chains());
      name(ruleset);
    }
  }

  @Override
  public void apply(List<Change> changes) {
    try {
      makeSets(changes);
    } catch (KernelException e) {
      throw new PlaneException("cannot make the sets of a decision: " + e.getMessage(), e);
    }
    begin(changes);
    write(changes);
    end(changes);
  }

  private void write(List<Change> changes) {
    if (netlinkFailed && System.nanoTime() - failedAt < RETRY_NANOS) {
      byCommand(changes);
      return;
    }
    try {
      NftablesBatch batch = nftables.batch();
      for (int i = 0; i < changes.size(); i++) {
        Change change = changes.get(i);
        byte[] key = change.address().bytes();
        if (!change.after().isNone()) {
          batch.add(set(change.after(), change.address()), key, 0, key.length, NftablesValue.NONE);
        } else if (!change.before().isNone()) {
          batch.delete(set(change.before(), change.address()), key, 0, key.length);
        }
      }
      commit(batch);
      leave(changes);
      netlinkFailed = false;
    } catch (NetlinkException | LinuxException e) {
      if (!netlinkFailed) {
        log.warn("Netlink failed, the nft command takes over: {}", e.getMessage());
      }
      netlinkFailed = true;
      failedAt = System.nanoTime();
      byCommand(changes);
    }
  }

  /**
   * Takes addresses out of the sets that they left for others: afterwards, so that a packet that
   * looks from set to set meanwhile finds them in one.
   */
  private void leave(List<Change> changes) {
    NftablesBatch batch = nftables.batch();
    boolean any = false;
    for (int i = 0; i < changes.size(); i++) {
      Change change = changes.get(i);
      if (!change.before().isNone() && !change.after().isNone()) {
        byte[] key = change.address().bytes();
        batch.delete(set(change.before(), change.address()), key, 0, key.length);
        any = true;
      }
    }
    if (any) {
      commit(batch);
    }
  }

  private static void commit(NftablesBatch batch) {
    List<Refusal> refusals = batch.commit();
    if (!refusals.isEmpty()) {
      NetlinkException refused =
          new NetlinkException("change", "inet waymark", refusals.getFirst());
      throw new PlaneException("the kernel refuses a change", refused);
    }
  }

  private long hash(Decision decision, Address address) {
    return hash(set(decision, address).name(), address);
  }

  private static long hash(String set, Address address) {
    return Fingerprint.hash(set, address.high(), address.low(), address.width());
  }

  private void begin(List<Change> changes) {
    for (int i = 0; i < changes.size(); i++) {
      Change change = changes.get(i);
      if (!change.before().isNone()) {
        fingerprint.begin(hash(change.before(), change.address()));
      }
      if (!change.after().isNone()) {
        fingerprint.begin(hash(change.after(), change.address()));
      }
    }
  }

  private void end(List<Change> changes) {
    for (int i = 0; i < changes.size(); i++) {
      Change change = changes.get(i);
      if (!change.before().isNone()) {
        fingerprint.removed(hash(change.before(), change.address()));
      }
      if (!change.after().isNone()) {
        fingerprint.added(hash(change.after(), change.address()));
      }
    }
  }

  private NftablesSetReference set(Decision decision, Address address) {
    HostSets found = sets.get(decision);
    if (found == null) {
      throw new PlaneException("no set is installed for " + decision);
    }
    return found.of(address);
  }

  private void byCommand(List<Change> changes) {
    StringBuilder text = new StringBuilder();
    for (Change change : changes) {
      List<String> address = List.of(change.address().toString());
      if (!change.before().isNone()) {
        Ruleset.elements(text, "delete", set(change.before(), change.address()).name(), address);
      }
      if (!change.after().isNone()) {
        Ruleset.elements(text, "add", set(change.after(), change.address()).name(), address);
      }
    }
    try {
      table.script(text.toString());
    } catch (KernelException e) {
      throw new PlaneException("the nft command refuses a change", e);
    }
  }

  @Override
  public List<Link> refreshLinks() {
    if (installed.isEmpty()) {
      return List.of();
    }
    Policy policy = installed.get();
    LinkNumbers numbers = numbering.number(policy.links());
    Surroundings found = look(policy, numbers);
    routes.forgetOthers(Ruleset.interfaces(policy), numbers);
    if (found.equals(around)) {
      return List.of();
    }
    table.script(ruleset(List.of(), found, balance, lifelines).chains());
    sysctls.set(devices(policy), forwarding);
    LinkState.report(around.links(), found.links());
    List<Link> down = LinkState.wentDown(Ruleset.interfaces(policy), around.links(), found.links());
    around = found;
    return down;
  }

  @Override
  public boolean hasMendedLinks() {
    return routes.hasMended();
  }

  @Override
  public List<Link> judge(Set<String> unhealthy) {
    this.unhealthy = Set.copyOf(unhealthy);
    return refreshLinks();
  }

  @Override
  public void measured(Map<String, Long> latency) {
    if (installed.isPresent()) {
      Predicate<Link> isUp = ruleset(List.of())::isUp;
      share(balance.measured(installed.get().groups(), latency, isUp));
    }
  }

  @Override
  public void count(Map<String, Integer> connections) {
    share(balance.counted(connections));
  }

  private void share(Balance next) {
    if (!next.equals(balance)) {
      String before = ruleset(List.of()).groupChains();
      String after = ruleset(List.of(), around, next, lifelines).groupChains();
      if (!after.equals(before)) {
        table.script(after);
      }
      balance = next;
    }
  }

  @Override
  public void refreshLifelines(boolean listening) {
    if (installed.isEmpty() || !installed.get().deniesByDefault()) {
      return;
    }
    Lifelines now = lifelines.withResolvers(essentials);
    if (listening) {
      now = now.withServed();
    }
    if (!now.equals(lifelines)) {
      table.script(ruleset(List.of(), around, balance, now).chains());
      if (!now.resolvers().equals(lifelines.resolvers())) {
        log.info("Name servers that may be asked: {}", now.resolvers());
      }
      lifelines = now;
    }
  }

  @Override
  public Lifeline lifeline(Address address) {
    return lifelines.of(address);
  }

  @Override
  public List<String> listing(Policy policy, Collection<Decision> decisions) {
    return Listing.of(
        policy,
        decisions,
        numbering.preview(policy.links()),
        marks,
        mode,
        learning.group(),
        routes.host(),
        balance,
        lifelines);
  }

  @Override
  public Set<Address> own() {
    return routes.host().own();
  }

  @Override
  public Map<String, LinkState> states() {
    return around.links();
  }

  @Override
  public Learning.Mode mode() {
    return mode;
  }

  @Override
  public Map<String, Long> wrongLinkPackets() {
    if (installed.isEmpty()) {
      return Map.of();
    }
    Map<String, Long> counted = table.counters();
    Policy policy = installed.get();
    LinkNumbers numbers = numbering.number(policy.links());
    Map<String, Long> packets = new HashMap<>();
    for (Link link : Ruleset.interfaces(policy)) {
      packets.put(link.name(), counted.getOrDefault("wrong_" + numbers.of(link), 0L));
    }
    return packets;
  }

  @Override
  public Denials denials() {
    if (installed.isEmpty() || !installed.get().deniesByDefault()) {
      return Denials.NONE;
    }
    Map<String, Long> counted = table.counters();
    return new Denials(
        true,
        counted.getOrDefault(DefaultDeny.REFUSED, 0L),
        counted.getOrDefault(DefaultDeny.STRAYS, 0L));
  }

  @Override
  public long answers() {
    return table.counters().getOrDefault(Ruleset.ANSWERS, 0L);
  }

  @Override
  public boolean holds(Address address, Decision decision) {
    HostSets found = sets.get(decision);
    return found != null
        && !nftables.element(found.of(address), Octets.of(address.bytes())).isEmpty();
  }

  @Override
  public Traces traces() {
    return new Traces(nftables.port(), 0, 0, false);
  }

  @Override
  public List<Expectation> expectations() {
    return List.of(
        new Expectation("the table inet waymark", table::isIntact),
        new Expectation("the learned addresses", () -> fingerprint.matches(this::walk)),
        new Expectation("the static networks", this::holdsNets),
        new Expectation(LinkRoutes.WHAT, routes::areIntact),
        new Expectation("the settings of the kernel", sysctls::areSet));
  }

  private void walk(Fingerprint.Look look) {
    try (Nftables other = Nftables.open()) {
      for (NftablesSet set : other.sets(NftablesFamily.INET, KernelTable.NAME)) {
        if (LearnedSets.isOne(set.name())) {
          other.visit(
              set.reference(),
              element -> look.sees(hash(set.name(), Address.of(element.key().toArray()))));
        }
      }
    }
  }

  private boolean holdsNets() {
    try (Nftables other = Nftables.open()) {
      return nets.areIn(other);
    }
  }

  /** The kernel gives notice of all there is. */
  @Override
  public boolean isIntact() {
    return true;
  }

  @Override
  public void remove() {
    retire();
    routes.remove();
    sysctls.restore();
  }

  @Override
  public void retire() {
    table.delete();
  }

  @Override
  public void close() {
    table.close();
    routes.close();
  }
}
