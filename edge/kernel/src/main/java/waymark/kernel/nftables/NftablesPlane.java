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
import waymark.kernel.links.InterfaceLinks;
import waymark.kernel.links.Invariant;
import waymark.kernel.links.LinkNumbers;
import waymark.kernel.links.Uplinks;
import waymark.kernel.model.CaptureSettings;
import waymark.kernel.model.DenyCounters;
import waymark.kernel.model.Exemption;
import waymark.kernel.model.ExemptionSettings;
import waymark.kernel.model.KernelException;
import waymark.kernel.plane.Desired;
import waymark.kernel.plane.Exemptions;
import waymark.kernel.plane.KernelPlane;
import waymark.kernel.plane.LinkShares;
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
  private final CaptureSettings captureSettings;
  private final ExemptionSettings exemptionSettings;
  private final KernelTable table;
  private final Nftables nftables;
  private final LearnedSetWriter sets;
  private Optional<Policy> installed = Optional.empty();
  private CaptureSettings.Mode mode;
  private volatile StaticSets nets = StaticSets.NONE;
  private LearnedSets learned = new LearnedSets();
  private LinkShares linkShares = LinkShares.NONE;
  private Exemptions exemptions = Exemptions.NONE;

  public NftablesPlane(
      Uplinks links,
      CaptureSettings captureSettings,
      KernelTable table,
      ExemptionSettings exemptionSettings) {
    this.links = links;
    this.captureSettings = captureSettings;
    this.table = table;
    nftables = table.nftables();
    sets = new LearnedSetWriter(table);
    this.exemptionSettings = exemptionSettings;
    mode = captureSettings.mode();
  }

  @Override
  public void install(Policy policy, Map<Address, Decision> hosts) {
    try {
      LinkNumbers numbers = links.numbers(policy);
      boolean there = table.isThere();
      Uplinks.Seen found = links.prepare(policy);
      Exemptions spared = Exemptions.of(policy, exemptionSettings);
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
                  new Desired(
                      policy,
                      numbers,
                      links.marks(),
                      captureSettings.in(mode),
                      found.around(),
                      linkShares,
                      spared),
                  targets));
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
      exemptions = spared;
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
    if (mode == CaptureSettings.Mode.HOLD && !table.queues(captureSettings.queue())) {
      mode = CaptureSettings.Mode.OBSERVE;
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
        new Desired(
            policy,
            numbers,
            links.marks(),
            captureSettings.in(mode),
            links.around(),
            linkShares,
            exemptions),
        NftablesTargets.of(policy, decisions, numbers, learned, nets));
  }

  private RulesetPlan with(Desired desired) {
    return new RulesetPlan(desired, plan().targets());
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
        .map(
            policy ->
                links.refresh(
                    policy, false, around -> writeChains(with(plan().desired().with(around)))))
        .orElse(List.of());
  }

  private void writeChains(RulesetPlan plan) {
    table.script(new Ruleset(plan).chains());
  }

  @Override
  public void measured(Map<String, Long> latency) {
    if (installed.isPresent()) {
      List<Group> groups = installed.get().groups();
      share(linkShares.measured(groups, latency, links.around()::isUp));
    }
  }

  @Override
  public void count(Map<String, Integer> connections) {
    share(linkShares.counted(connections));
  }

  private void share(LinkShares next) {
    if (!next.equals(linkShares)) {
      RulesetPlan plan = plan();
      String before = new Ruleset(plan).groupChains();
      String after = new Ruleset(with(plan.desired().with(next))).groupChains();
      if (!after.equals(before)) {
        table.script(after);
      }
      linkShares = next;
    }
  }

  @Override
  public void refreshLifelines(boolean listening) {
    if (installed.map(Policy::deniesByDefault).orElse(false)) {
      exemptions =
          exemptions.follow(
              exemptionSettings, listening, now -> writeChains(with(plan().desired().with(now))));
    }
  }

  @Override
  public Exemption lifeline(Address address) {
    return exemptions.of(address);
  }

  @Override
  public List<String> listing(Policy policy, Collection<Decision> decisions) {
    return Listing.of(
        policy,
        decisions,
        links.preview(policy),
        links.marks(),
        captureSettings.in(mode),
        links.host(),
        linkShares,
        Exemptions.of(policy, exemptionSettings));
  }

  @Override
  public Uplinks links() {
    return links;
  }

  @Override
  public CaptureSettings.Mode mode() {
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
  public DenyCounters denyCounters() {
    if (installed.isEmpty() || !installed.get().deniesByDefault()) {
      return DenyCounters.NONE;
    }
    Map<String, Long> counted = table.counters();
    return new DenyCounters(
        true,
        counted.getOrDefault(NftablesDeny.REFUSED, 0L),
        counted.getOrDefault(NftablesDeny.STRAYS, 0L));
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
  public List<Invariant> invariants() {
    return List.of(
        new Invariant("the table inet waymark", table::isIntact),
        new Invariant(LEARNED, sets::areIntact),
        new Invariant("the static networks", this::holdsNets),
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
