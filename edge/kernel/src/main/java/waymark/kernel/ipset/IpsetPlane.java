package waymark.kernel.ipset;

import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import waymark.engine.Change;
import waymark.engine.PlaneException;
import waymark.kernel.links.Expectation;
import waymark.kernel.links.LinkNumbers;
import waymark.kernel.links.Uplinks;
import waymark.kernel.model.Denials;
import waymark.kernel.model.Essentials;
import waymark.kernel.model.KernelException;
import waymark.kernel.model.Learning;
import waymark.kernel.model.Lifeline;
import waymark.kernel.model.PlaneKind;
import waymark.kernel.plane.Balance;
import waymark.kernel.plane.KernelPlane;
import waymark.kernel.plane.Lifelines;
import waymark.kernel.system.ScriptFile;
import waymark.linux.LinuxException;
import waymark.netlink.Ipset;
import waymark.netlink.NetlinkException;
import waymark.policy.Address;
import waymark.policy.Decision;
import waymark.policy.Group;
import waymark.policy.Link;
import waymark.policy.Network;
import waymark.policy.Policy;
import waymark.state.StateException;

/**
 * Carries decisions out by IP sets and chains of iptables that look into them, and a rule and a
 * routing table for each link. Owned by the engine's thread.
 *
 * <p>There are no transactions over sets. An address is in its new set before it leaves the old
 * one, so that it is decided at every moment, by the one or by the other.
 */
public final class IpsetPlane implements KernelPlane {
  /** So long shares stay: to write them, commands are run while answers wait. */
  private static final long SHARE_NANOS = 10_000_000_000L;

  private final Uplinks links;
  private final Essentials essentials;
  private final HostChains chains;
  private final Ipset ipset = Ipset.open();
  private final TargetSets sets;
  private Optional<Policy> installed = Optional.empty();
  private Optional<IpsetTargets> targets = Optional.empty();
  private Balance balance = Balance.NONE;
  private Lifelines lifelines = Lifelines.NONE;
  private long shareAgain = System.nanoTime();

  /**
   * @param state the folder for scripts
   * @param made what of iptables' own tables was made for us
   */
  public IpsetPlane(
      PlaneKind.OfIpset options,
      Uplinks links,
      Learning learning,
      Path state,
      MadeTables made,
      Essentials essentials) {
    this.links = links;
    this.essentials = essentials;
    Iptables iptables = new Iptables(new ScriptFile(state, "script.iptables"));
    chains = new HostChains(links, learning, iptables, made);
    sets =
        new TargetSets(
            ipset,
            new SpareSets(
                new NetlinkSets(ipset),
                new IpsetCommand(new ScriptFile(state, "script.ipset")),
                System::nanoTime),
            options.timeout(),
            System::nanoTime);
  }

  @Override
  public void install(Policy policy, Map<Address, Decision> hosts) {
    try {
      LinkNumbers numbers = links.numbers(policy);
      requireMark(policy, numbers);
      Uplinks.Seen found = links.prepare(policy);
      IpsetTargets now = IpsetTargets.of(policy, new HashSet<>(hosts.values()), numbers);
      targets = Optional.of(now);
      Set<String> kept = new HashSet<>();
      Map<String, Set<Network>> wanted = now.entries(policy, hosts, links.families());
      sets.begin();
      wanted.forEach(
          (set, entries) -> {
            sets.fill(set, !set.endsWith("v6"), entries);
            kept.add(set);
          });
      installed = Optional.of(policy);
      lifelines = Lifelines.of(policy, essentials);
      links.take(found);
      // A new link's interface takes answers from the first packet on.
      links.set(policy);
      chains.write(content());
      links.keepOnly(policy);
      sets.trim(kept);
      links.set(policy);
    } catch (KernelException | NetlinkException | LinuxException | StateException e) {
      throw new PlaneException("cannot install the policy: " + e.getMessage(), e);
    }
  }

  /** What is blocked has a mark, too. */
  private void requireMark(Policy policy, LinkNumbers numbers) {
    for (Link link : policy.links()) {
      if (!link.isBlock() && links.marks().mark(numbers.of(link)) == links.marks().mask()) {
        throw new KernelException(
            "link '"
                + link.name()
                + "' has the mark that plane ipset needs to block; give marks.mask another bit");
      }
    }
  }

  /** As it is now. */
  private HostChains.Content content() {
    return new HostChains.Content(
        installed.orElseThrow(), targets.orElseThrow(), links.around(), balance, lifelines);
  }

  @Override
  public void apply(List<Change> changes) {
    try {
      makeSets(changes);
      IpsetTargets now = targets.orElseThrow();
      now.bySet(changes, Change::after, links.families()).forEach(sets::add);
      now.bySet(changes, Change::before, links.families()).forEach(sets::delete);
    } catch (KernelException | NetlinkException | LinuxException e) {
      throw new PlaneException("the kernel refuses a change: " + e.getMessage(), e);
    }
  }

  /** Decisions that no rule takes alone have no sets until the first address of theirs. */
  private void makeSets(List<Change> changes) {
    IpsetTargets now = targets.orElseThrow();
    boolean missing = false;
    for (Change change : changes) {
      Decision after = change.after();
      if (!after.isNone() && !now.has(after)) {
        now.add(after);
        for (boolean ipv4 : links.families()) {
          String set = now.set(after, ipv4);
          if (!sets.has(set)) {
            sets.fill(set, ipv4, Set.of());
          }
        }
        missing = true;
      }
    }
    if (missing) {
      chains.write(content());
    }
  }

  @Override
  public List<Link> refreshLinks() {
    return installed
        .map(policy -> links.refresh(policy, false, around -> chains.write(content().with(around))))
        .orElse(List.of());
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
    if (System.nanoTime() - shareAgain >= 0) {
      shareAgain = System.nanoTime() + SHARE_NANOS;
      share(balance.counted(connections));
    }
  }

  private void share(Balance next) {
    if (!next.equals(balance) && installed.isPresent()) {
      chains.share(content(), content().with(next));
      balance = next;
    }
  }

  @Override
  public boolean renew() {
    return sets.renew();
  }

  @Override
  public void refreshLifelines(boolean listening) {
    if (installed.map(Policy::deniesByDefault).orElse(false)) {
      lifelines = lifelines.follow(essentials, listening, now -> chains.write(content().with(now)));
    }
  }

  @Override
  public Lifeline lifeline(Address address) {
    // With another default no chain knows of them.
    return installed.map(Policy::deniesByDefault).orElse(false)
        ? lifelines.of(address)
        : Lifeline.NONE;
  }

  @Override
  public Denials denials() {
    return installed.map(Policy::deniesByDefault).orElse(false) ? chains.denials() : Denials.NONE;
  }

  @Override
  public List<String> listing(Policy policy, Collection<Decision> decisions) {
    return IpsetListing.of(
        policy,
        decisions,
        links.preview(policy),
        links.marks(),
        chains.learning(),
        links.host(),
        balance,
        Lifelines.of(policy, essentials),
        links.families());
  }

  @Override
  public Uplinks links() {
    return links;
  }

  @Override
  public Learning.Mode mode() {
    return chains.learning().mode();
  }

  @Override
  public Map<String, Long> wrongLinkPackets() {
    return installed.map(chains::wrong).orElse(Map.of());
  }

  @Override
  public long answers() {
    return chains.answers();
  }

  @Override
  public boolean holds(Address address, Decision decision) {
    return targets.isPresent()
        && targets.get().has(decision)
        && sets.holds(targets.get().set(decision, address.isIpv4()), Network.of(address));
  }

  @Override
  public Traces traces() {
    return new Traces(0, 0, 0, true);
  }

  @Override
  public boolean wereOurs(Set<Integer> generations) {
    return true;
  }

  @Override
  public List<Expectation> expectations() {
    return List.of(
        new Expectation("the chains of iptables", chains::areIntact),
        new Expectation("the IP sets", sets::areWhole),
        links.routesIntact(),
        links.settingsIntact());
  }

  /** Sets are counted at once; the chains are looked at beside the engine's thread. */
  @Override
  public boolean isIntact() {
    return installed.isEmpty() || (sets.wereIntact() && chains.wereIntact());
  }

  @Override
  public void remove() {
    retire();
    links.remove();
  }

  @Override
  public void retire() {
    chains.remove();
    sets.remove();
  }

  @Override
  public void close() {
    // A child that is being made still has our descriptors, the lock of this host among them.
    chains.close();
    ipset.close();
    links.close();
  }
}
