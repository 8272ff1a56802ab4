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
import waymark.kernel.links.Invariant;
import waymark.kernel.links.LinkNumbers;
import waymark.kernel.links.Uplinks;
import waymark.kernel.model.CaptureSettings;
import waymark.kernel.model.DenyCounters;
import waymark.kernel.model.Exemption;
import waymark.kernel.model.ExemptionSettings;
import waymark.kernel.model.KernelException;
import waymark.kernel.model.PlaneKind;
import waymark.kernel.plane.Exemptions;
import waymark.kernel.plane.KernelPlane;
import waymark.kernel.plane.LinkShares;
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
  private final ExemptionSettings exemptionSettings;
  private final IptablesInstaller chains;
  private final Ipset ipset = Ipset.open();
  private final IpsetSets sets;
  private Optional<Policy> installed = Optional.empty();
  private Optional<IpsetTargets> targets = Optional.empty();
  private LinkShares linkShares = LinkShares.NONE;
  private Exemptions exemptions = Exemptions.NONE;
  private long shareAgain = System.nanoTime();

  /**
   * A plane that has installed nothing yet.
   *
   * @param state the folder for scripts
   * @param made what of iptables' own tables was made for us
   */
  public IpsetPlane(
      PlaneKind.OfIpset options,
      Uplinks links,
      CaptureSettings captureSettings,
      Path state,
      CreatedTables made,
      ExemptionSettings exemptionSettings) {
    this.links = links;
    this.exemptionSettings = exemptionSettings;
    Iptables iptables = new Iptables(new ScriptFile(state, "script.iptables"));
    chains = new IptablesInstaller(links, captureSettings, iptables, made);
    sets =
        new IpsetSets(
            ipset,
            new FallbackSets(
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
      exemptions = Exemptions.of(policy, exemptionSettings);
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
  private IptablesInstaller.Content content() {
    return new IptablesInstaller.Content(
        installed.orElseThrow(), targets.orElseThrow(), links.around(), linkShares, exemptions);
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
      share(linkShares.measured(groups, latency, links.around()::isUp));
    }
  }

  @Override
  public void count(Map<String, Integer> connections) {
    if (System.nanoTime() - shareAgain >= 0) {
      shareAgain = System.nanoTime() + SHARE_NANOS;
      share(linkShares.counted(connections));
    }
  }

  private void share(LinkShares next) {
    if (!next.equals(linkShares) && installed.isPresent()) {
      chains.share(content(), content().with(next));
      linkShares = next;
    }
  }

  @Override
  public boolean renew() {
    return sets.renew();
  }

  @Override
  public void refreshLifelines(boolean listening) {
    if (installed.map(Policy::deniesByDefault).orElse(false)) {
      exemptions =
          exemptions.follow(exemptionSettings, listening, now -> chains.write(content().with(now)));
    }
  }

  @Override
  public Exemption lifeline(Address address) {
    // With another default no chain knows of them.
    return installed.map(Policy::deniesByDefault).orElse(false)
        ? exemptions.of(address)
        : Exemption.NONE;
  }

  @Override
  public DenyCounters denyCounters() {
    return installed.map(Policy::deniesByDefault).orElse(false)
        ? chains.denyCounters()
        : DenyCounters.NONE;
  }

  @Override
  public List<String> listing(Policy policy, Collection<Decision> decisions) {
    return IpsetListing.of(
        policy,
        decisions,
        links.preview(policy),
        links.marks(),
        chains.captureSettings(),
        links.host(),
        linkShares,
        Exemptions.of(policy, exemptionSettings),
        links.families());
  }

  @Override
  public Uplinks links() {
    return links;
  }

  @Override
  public CaptureSettings.Mode mode() {
    return chains.captureSettings().mode();
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
  public List<Invariant> invariants() {
    return List.of(
        new Invariant("the chains of iptables", chains::areIntact),
        new Invariant("the IP sets", sets::areWhole),
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
