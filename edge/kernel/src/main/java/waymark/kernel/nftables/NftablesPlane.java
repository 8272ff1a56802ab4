package waymark.kernel.nftables;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import waymark.engine.Change;
import waymark.engine.PlaneException;
import waymark.kernel.links.Expectation;
import waymark.kernel.links.InterfaceLinks;
import waymark.kernel.links.LinkNumbers;
import waymark.kernel.links.Uplinks;
import waymark.kernel.model.Denials;
import waymark.kernel.model.Essentials;
import waymark.kernel.model.KernelException;
import waymark.kernel.model.Learning;
import waymark.kernel.model.Lifeline;
import waymark.kernel.plane.Balance;
import waymark.kernel.plane.KernelPlane;
import waymark.kernel.plane.Lifelines;
import waymark.kernel.plane.TableChange;
import waymark.kernel.table.DnsTap;
import waymark.kernel.table.KernelTable;
import waymark.linux.LinuxException;
import waymark.netlink.NetlinkException;
import waymark.netlink.Nftables;
import waymark.policy.Address;
import waymark.policy.Decision;
import waymark.policy.Group;
import waymark.policy.Link;
import waymark.policy.Policy;
import waymark.state.StateException;

/**
 * Carries decisions out by the table {@code inet waymark}, and a rule and a routing table for each
 * link. Owned by the engine's thread.
 *
 * <p>Chains and static networks go through the {@code nft} command; learned addresses, of which
 * there are many and each in a hurry, through netlink.
 */
public final class NftablesPlane implements KernelPlane {
  private static final String LEARNED = "the learned addresses";

  private final Uplinks links;
  private final Learning learning;
  private final Essentials essentials;
  private final KernelTable table;
  private final Nftables nftables;
  private final HostSets sets;
  private Optional<Policy> installed = Optional.empty();
  private Learning.Mode mode;
  private volatile StaticSets nets = StaticSets.NONE;
  private LearnedSets learned = new LearnedSets();
  private Balance balance = Balance.NONE;
  private Lifelines lifelines = Lifelines.NONE;

  public NftablesPlane(Uplinks links, Learning learning, KernelTable table, Essentials essentials) {
    this.links = links;
    this.learning = learning;
    this.table = table;
    nftables = table.nftables();
    sets = new HostSets(table);
    this.essentials = essentials;
    mode = learning.mode();
  }

  @Override
  public void install(Policy policy, Map<Address, Decision> hosts) {
    try {
      LinkNumbers numbers = links.numbers(policy);
      boolean there = table.isThere();
      Uplinks.Seen found = links.prepare(policy);
      Lifelines spared = Lifelines.of(policy, essentials);
      List<String> oldNames = there ? table.sets() : List.of();
      StaticSets wanted = StaticSets.of(policy, numbers);
      wanted.adopt(nftables, oldNames);
      wanted.fill(table, there);
      sets.begin();
      LearnedSets addresses = LearnedSets.prepare(table, oldNames, policy, hosts, numbers);
      Set<Decision> decided = new HashSet<>();
      hosts.values().forEach(decided::add);
      NftablesTargets targets = NftablesTargets.of(policy, decided, numbers, addresses, wanted);
      Ruleset ruleset =
          new Ruleset(
              new RulesetPlan(
                  policy,
                  targets,
                  numbers,
                  links.marks(),
                  learning.in(mode),
                  found.around(),
                  balance,
                  spared));
      // Somebody else may have added some while sets were filled.
      List<String> chains = table.isThere() ? table.chains() : List.of();
      List<String> surplus = chains.isEmpty() ? oldNames : table.sets();
      StringBuilder text = new StringBuilder(ruleset.text(chains, surplus));
      addresses.text(text, targets.hostSets());
      if (installed.isPresent()) {
        // A new link's interface takes answers from the first packet on.
        links.set(policy);
      }
      table.script(text.toString());
      links.keepOnly(policy);
      wanted.written();
      nets = wanted;
      learned = addresses;
      links.take(found);
      lifelines = spared;
      installed = Optional.of(policy);
      sets.name(targets);
      sets.have(hosts);
      queueRule();
      links.set(policy);
    } catch (KernelException | NetlinkException | LinuxException | StateException e) {
      throw new PlaneException("cannot install the policy: " + e.getMessage(), e);
    }
  }

  @Override
  public boolean mend(Set<TableChange.Element> touched, Map<Address, Decision> carried) {
    try {
      sets.mend(touched, carried);
      return true;
    } catch (NetlinkException | LinuxException e) {
      throw new PlaneException("cannot put addresses back: " + e.getMessage(), e);
    }
  }

  @Override
  public boolean mendRules() {
    if (installed.isEmpty()) {
      return false;
    }
    try {
      table.script(new Ruleset(plan()).text(table.chains(), table.sets()));
      queueRule();
      return true;
    } catch (KernelException | NetlinkException | LinuxException e) {
      throw new PlaneException("cannot put the chains back: " + e.getMessage(), e);
    }
  }

  @Override
  public boolean wereOurs(Set<Integer> generations) {
    return table.wereOurs(generations);
  }

  private void queueRule() {
    if (mode == Learning.Mode.HOLD && !table.queues(learning.queue())) {
      mode = Learning.Mode.OBSERVE;
      table.script(new Ruleset(plan()).text(table.chains(), table.sets()));
    }
  }

  /** As it is now. */
  private RulesetPlan plan() {
    return plan(List.of());
  }

  /** As it is now, and what more is decided. */
  private RulesetPlan plan(Collection<Decision> more) {
    Policy policy = installed.orElseThrow();
    LinkNumbers numbers = links.numbers(policy);
    Set<Decision> decisions = new HashSet<>(sets.decisions());
    decisions.addAll(more);
    return new RulesetPlan(
        policy,
        NftablesTargets.of(policy, decisions, numbers, learned, nets),
        numbers,
        links.marks(),
        learning.in(mode),
        links.around(),
        balance,
        lifelines);
  }

  /** Decisions that no rule takes alone have no sets until the first address of theirs. */
  private void makeSets(List<Change> changes) {
    Set<Decision> missing = new HashSet<>();
    for (int i = 0; i < changes.size(); i++) {
      Decision after = changes.get(i).after();
      if (!after.isNone() && !sets.has(after)) {
        missing.add(after);
      }
    }
    if (!missing.isEmpty()) {
      RulesetPlan plan = plan(missing);
      writeChains(plan);
      sets.name(plan.targets());
    }
  }

  @Override
  public void apply(List<Change> changes) {
    try {
      makeSets(changes);
    } catch (KernelException e) {
      throw new PlaneException("cannot make the sets of a decision: " + e.getMessage(), e);
    }
    sets.apply(changes);
  }

  @Override
  public List<Link> refreshLinks() {
    return installed
        .map(policy -> links.refresh(policy, false, around -> writeChains(plan().with(around))))
        .orElse(List.of());
  }

  private void writeChains(RulesetPlan plan) {
    table.script(new Ruleset(plan).chains());
  }

  @Override
  public void measured(Map<String, Long> latency) {
    if (installed.isPresent()) {
      List<Group> groups = installed.get().groups();
      share(balance.measured(groups, latency, links.around()::isUp));
    }
  }

  @Override
  public void count(Map<String, Integer> connections) {
    share(balance.counted(connections));
  }

  private void share(Balance next) {
    if (!next.equals(balance)) {
      RulesetPlan plan = plan();
      String before = new Ruleset(plan).groupChains();
      String after = new Ruleset(plan.with(next)).groupChains();
      if (!after.equals(before)) {
        table.script(after);
      }
      balance = next;
    }
  }

  @Override
  public void refreshLifelines(boolean listening) {
    if (installed.map(Policy::deniesByDefault).orElse(false)) {
      lifelines = lifelines.follow(essentials, listening, now -> writeChains(plan().with(now)));
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
        links.preview(policy),
        links.marks(),
        learning.in(mode),
        links.host(),
        balance,
        Lifelines.of(policy, essentials));
  }

  @Override
  public Uplinks links() {
    return links;
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
    LinkNumbers numbers = links.numbers(policy);
    Map<String, Long> packets = new HashMap<>();
    for (Link link : InterfaceLinks.of(policy)) {
      packets.put(link.name(), counted.getOrDefault(Ruleset.wrong(numbers.of(link)), 0L));
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
    return table.counters().getOrDefault(DnsTap.ANSWERS, 0L);
  }

  @Override
  public boolean holds(Address address, Decision decision) {
    return sets.holds(address, decision);
  }

  @Override
  public Traces traces() {
    return new Traces(nftables.port(), 0, 0, false);
  }

  @Override
  public boolean isUnmet(String what, Consumer<BiConsumer<Address, Decision>> carried) {
    return !what.equals(LEARNED) || sets.isDoubtRight(carried);
  }

  @Override
  public List<Expectation> expectations() {
    return List.of(
        new Expectation("the table inet waymark", table::isIntact),
        new Expectation(LEARNED, sets::areIntact),
        new Expectation("the static networks", this::holdsNets),
        links.routesIntact(),
        links.settingsIntact());
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
    links.remove();
  }

  @Override
  public void retire() {
    table.delete();
  }

  @Override
  public void close() {
    table.close();
    links.close();
  }
}
