package waymark.kernel;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waymark.engine.Change;
import waymark.engine.PlaneException;
import waymark.linux.LinuxException;
import waymark.netlink.Ipset;
import waymark.netlink.NetlinkException;
import waymark.netlink.Nftables;
import waymark.policy.Address;
import waymark.policy.Decision;
import waymark.policy.Group;
import waymark.policy.Interval;
import waymark.policy.Link;
import waymark.policy.Network;
import waymark.policy.Policy;

/**
 * Carries decisions out by IP sets and chains of iptables that look into them, and a rule and a
 * routing table for each link. Owned by the engine's thread.
 *
 * <p>There are no transactions over sets. An address is in its new set before it leaves the old
 * one, so that it is decided at every moment, by the one or by the other.
 */
final class IpsetPlane implements KernelPlane {
  private static final Logger log = LoggerFactory.getLogger(IpsetPlane.class);
  private static final Pattern MARK = Pattern.compile("--mark 0x([0-9a-f]+)/");

  private static final String OUR_RULE = "-A " + IptablesRuleset.PREFIX;

  /** A generation that nftables never has. */
  private static final long UNKNOWN = -2;

  /** So long counters that were read are good for another question. */
  private static final long FRESH_NANOS = 100_000_000;

  private static final int PAUSES_PER_COUNT = 50;

  /** So long shares stay: to write them, commands are run while answers wait. */
  private static final long SHARE_NANOS = 10_000_000_000L;

  private final Uplinks links;
  private final Learning learning;
  private final Iptables iptables;
  private final MadeTables made;
  private final Ipset ipset = Ipset.open();
  private final Nftables nftables = Nftables.open();
  private final TargetSets sets;
  private final Map<String, Decision> targets = new LinkedHashMap<>();
  private final Map<Decision, String> byDecision = new HashMap<>();
  private final Map<Boolean, Set<String>> networks = new HashMap<>();
  private Optional<Policy> installed = Optional.empty();
  private Learning.Mode mode;
  private Balance balance = Balance.NONE;
  private long shareAgain = System.nanoTime();
  private volatile List<String> expected = List.of();
  private final Map<Integer, Long> wrongBefore = new HashMap<>();
  private List<Iptables.Line> counters = List.of();
  private long countAgain = System.nanoTime();
  private long countedAt = System.nanoTime() - FRESH_NANOS;

  /** A look at the chains that is under way, and what it is to find. */
  private CompletableFuture<List<String>> look = CompletableFuture.completedFuture(expected);

  private List<String> lookedFor = expected;
  private long generation;

  /**
   * @param state the folder for scripts
   * @param made what of iptables' own tables was made for us
   */
  IpsetPlane(Uplinks links, Learning learning, Path state, MadeTables made) {
    this.links = links;
    this.learning = learning;
    this.made = made;
    iptables = new Iptables(new ScriptFile(state, "script.iptables"));
    sets =
        new TargetSets(
            ipset,
            new SpareSets(
                new NetlinkSets(ipset),
                new IpsetCommand(new ScriptFile(state, "script.ipset")),
                System::nanoTime));
    mode = learning.mode();
  }

  @Override
  public void install(Policy policy, Map<Address, Decision> hosts) {
    try {
      LinkNumbers numbers = links.numbers(policy);
      requireMark(policy, numbers);
      Uplinks.Seen found = links.prepare(policy);
      name(policy, hosts, numbers);
      Set<String> kept = new HashSet<>();
      Map<String, Set<Network>> wanted = wanted(policy, hosts, numbers);
      sets.begin();
      wanted.forEach(
          (set, entries) -> {
            sets.fill(set, !set.endsWith("v6"), entries);
            kept.add(set);
          });
      installed = Optional.of(policy);
      links.take(found);
      // A new link's interface takes answers from the first packet on.
      links.set(policy);
      chains(links.around());
      links.keepOnly(policy);
      sets.trim(kept);
      links.set(policy);
    } catch (KernelException | NetlinkException | LinuxException e) {
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

  private void name(Policy policy, Map<Address, Decision> hosts, LinkNumbers numbers) {
    targets.clear();
    byDecision.clear();
    for (Decision decision : policy.decisions()) {
      name(decision, numbers);
    }
    hosts.values().forEach(decision -> name(decision, numbers));
    name(policy.decide(List.of(policy.fallback())), numbers);
  }

  private void name(Decision decision, LinkNumbers numbers) {
    if (!byDecision.containsKey(decision)) {
      String target = IptablesRuleset.name(numbers.target(decision));
      targets.putIfAbsent(target, decision);
      byDecision.put(decision, target);
    }
  }

  /** The entries of each set, by its name. */
  private Map<String, Set<Network>> wanted(
      Policy policy, Map<Address, Decision> hosts, LinkNumbers numbers) {
    Map<String, Set<Network>> wanted = new LinkedHashMap<>();
    networks.clear();
    for (boolean ipv4 : links.families()) {
      targets
          .keySet()
          .forEach(target -> wanted.put(IptablesRuleset.hosts(target, ipv4), new HashSet<>()));
    }
    hosts.forEach(
        (address, decision) -> {
          String set = set(decision, address);
          if (wanted.containsKey(set)) {
            wanted.get(set).add(host(address));
          }
        });
    for (Interval interval : policy.intervals()) {
      boolean ipv4 = interval.first().isIpv4();
      if (ipv4 || links.hasIpv6()) {
        String target = IptablesRuleset.name(numbers.target(interval.decision()));
        networks.computeIfAbsent(ipv4, key -> new TreeSet<>()).add(target);
        wanted
            .computeIfAbsent(IptablesRuleset.networks(target, ipv4), set -> new HashSet<>())
            .addAll(Cover.of(interval));
      }
    }
    return wanted;
  }

  private static Network host(Address address) {
    return new Network(address, address.width());
  }

  private String set(Decision decision, Address address) {
    String target = byDecision.get(decision);
    if (target == null) {
      throw new PlaneException("no set is installed for " + decision);
    }
    return IptablesRuleset.hosts(target, address.isIpv4());
  }

  /** Writes the chains, in a lesser mode if the kernel has no queue. */
  private void chains(Surroundings around) {
    try {
      write(around);
    } catch (KernelException e) {
      if (mode != Learning.Mode.HOLD) {
        throw e;
      }
      mode = Learning.Mode.OBSERVE;
      try {
        write(around);
      } catch (KernelException _) {
        mode = Learning.Mode.HOLD;
        throw e;
      }
      log.warn(
          "This kernel has no NFQUEUE target: answers are observed instead of held, and the first"
              + " packet to a new address may take the wrong link: {}",
          e.getMessage());
    }
  }

  /** As far as the kernel can. */
  private Learning learned() {
    return new Learning(mode, learning.maxHold(), learning.group(), learning.queue());
  }

  private IptablesRuleset ruleset(boolean ipv4, Surroundings around, Balance balance) {
    Policy policy = installed.orElseThrow();
    return new IptablesRuleset(
        ipv4,
        policy,
        targets,
        networks.getOrDefault(ipv4, Set.of()),
        links.numbers(policy),
        links.marks(),
        learned(),
        around,
        balance);
  }

  private void write(Surroundings around) {
    long rules = 0;
    for (boolean ipv4 : links.families()) {
      Iptables.Saved saved = iptables.save(ipv4);
      made.before(ipv4, saved.tables());
      wrong(saved.lines())
          .forEach((number, packets) -> wrongBefore.merge(number, packets, Long::sum));
      String text = ruleset(ipv4, around, balance).text(saved);
      iptables.restore(ipv4, text);
      rules += text.lines().filter(line -> line.startsWith(OUR_RULE)).count();
    }
    expect(rules);
    counters = List.of();
    countedAt = System.nanoTime() - FRESH_NANOS;
  }

  /**
   * Takes what is there for what should be.
   *
   * @param rules that it has at least: somebody may have taken some away since they were written
   */
  private void expect(long rules) {
    // Before the look: what is changed after it is seen by the generation that is then another.
    generation = generation();
    List<String> texts = new ArrayList<>();
    long found = 0;
    for (boolean ipv4 : links.families()) {
      Iptables.Saved saved = iptables.save(ipv4);
      texts.addAll(saved.texts());
      found += saved.lines().stream().filter(line -> line.text().startsWith(OUR_RULE)).count();
    }
    expected = List.copyOf(texts);
    if (found < rules) {
      expected = List.of();
      generation = UNKNOWN;
    }
  }

  @Override
  public void apply(List<Change> changes) {
    try {
      makeSets(changes);
      Map<String, List<Network>> added = new LinkedHashMap<>();
      Map<String, List<Network>> deleted = new LinkedHashMap<>();
      for (Change change : changes) {
        Address address = change.address();
        if (!address.isIpv4() && !links.hasIpv6()) {
          continue;
        }
        if (!change.after().isNone()) {
          String set = set(change.after(), address);
          added.computeIfAbsent(set, name -> new ArrayList<>()).add(host(address));
        }
        if (!change.before().isNone()) {
          String set = set(change.before(), address);
          deleted.computeIfAbsent(set, name -> new ArrayList<>()).add(host(address));
        }
      }
      added.forEach(sets::add);
      deleted.forEach(sets::delete);
    } catch (KernelException | NetlinkException | LinuxException e) {
      throw new PlaneException("the kernel refuses a change: " + e.getMessage(), e);
    }
  }

  /** Decisions that no rule takes alone have no sets until the first address of theirs. */
  private void makeSets(List<Change> changes) {
    boolean missing = false;
    for (Change change : changes) {
      Decision after = change.after();
      if (!after.isNone() && !byDecision.containsKey(after)) {
        name(after, links.numbers(installed.orElseThrow()));
        for (boolean ipv4 : links.families()) {
          String set = IptablesRuleset.hosts(byDecision.getOrDefault(after, ""), ipv4);
          if (!sets.has(set)) {
            sets.fill(set, ipv4, Set.of());
          }
        }
        missing = true;
      }
    }
    if (missing) {
      chains(links.around());
    }
  }

  @Override
  public List<Link> refreshLinks() {
    return installed.map(policy -> links.refresh(policy, false, this::chains)).orElse(List.of());
  }

  @Override
  public boolean hasMendedLinks() {
    return links.hasMended();
  }

  @Override
  public List<Link> judge(Set<String> unhealthy) {
    links.judge(unhealthy);
    return refreshLinks();
  }

  @Override
  public void measured(Map<String, Long> latency) {
    if (installed.isPresent()) {
      List<Group> groups = installed.get().groups();
      share(balance.measured(groups, latency, link -> Chosen.isUp(link, links.states())));
    }
  }

  @Override
  public void count(Map<String, Integer> connections) {
    if (System.nanoTime() - shareAgain >= 0) {
      shareAgain = System.nanoTime() + SHARE_NANOS;
      share(balance.counted(connections));
    }
  }

  /** Only the chains of groups are written: the others' counters go on. */
  private void share(Balance next) {
    if (next.equals(balance) || installed.isEmpty()) {
      return;
    }
    boolean written = false;
    Surroundings around = links.around();
    for (boolean ipv4 : links.families()) {
      String groups = ruleset(ipv4, around, next).groupText();
      if (!groups.equals(ruleset(ipv4, around, balance).groupText())) {
        iptables.restore(ipv4, groups);
        written = true;
      }
    }
    if (written) {
      expect(0);
    }
    balance = next;
  }

  @Override
  public List<String> listing(Policy policy, Collection<Decision> decisions) {
    return IpsetListing.of(
        policy,
        decisions,
        links.preview(policy),
        links.marks(),
        learned(),
        links.host(),
        balance,
        links.families());
  }

  @Override
  public Set<Address> own() {
    return links.own();
  }

  @Override
  public Map<String, LinkState> states() {
    return links.states();
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
    Map<Integer, Long> counted = wrong(counted());
    Policy policy = installed.get();
    LinkNumbers numbers = links.numbers(policy);
    Map<String, Long> packets = new HashMap<>();
    for (Link link : Ruleset.interfaces(policy)) {
      int number = numbers.of(link);
      packets.put(
          link.name(), counted.getOrDefault(number, 0L) + wrongBefore.getOrDefault(number, 0L));
    }
    return packets;
  }

  private Map<Integer, Long> wrong(List<Iptables.Line> lines) {
    Map<Integer, Long> wrong = new HashMap<>();
    for (Iptables.Line line : lines) {
      Matcher mark = MARK.matcher(line.text());
      if (line.packets() > 0 && line.chain().equals(IptablesRuleset.GUARD) && mark.find()) {
        int number = links.marks().number(Integer.parseUnsignedInt(mark.group(1), 16));
        wrong.merge(number, line.packets(), Long::sum);
      }
    }
    return wrong;
  }

  private List<Iptables.Line> counted() {
    if (System.nanoTime() - countedAt > FRESH_NANOS) {
      List<Iptables.Line> lines = new ArrayList<>();
      links.families().forEach(ipv4 -> lines.addAll(iptables.save(ipv4).lines()));
      counters = List.copyOf(lines);
      countedAt = System.nanoTime();
    }
    return counters;
  }

  @Override
  public long answers() {
    return counted().stream()
        .filter(line -> line.chain().equals(IptablesRuleset.ANSWER))
        .mapToLong(Iptables.Line::packets)
        .sum();
  }

  @Override
  public boolean holds(Address address, Decision decision) {
    return byDecision.containsKey(decision) && sets.holds(set(decision, address), host(address));
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
        new Expectation("the chains of iptables", this::areChainsIntact),
        new Expectation("the IP sets", sets::areWhole),
        links.routesIntact(),
        links.settingsIntact());
  }

  private boolean areChainsIntact() {
    return texts(links.families()).equals(expected);
  }

  private List<String> texts(List<Boolean> families) {
    List<String> texts = new ArrayList<>();
    families.forEach(ipv4 -> texts.addAll(iptables.save(ipv4).texts()));
    return List.copyOf(texts);
  }

  /** Sets are counted at once; the chains are looked at beside the engine's thread. */
  @Override
  public boolean isIntact() {
    if (installed.isEmpty()) {
      return true;
    }
    if (System.nanoTime() - countAgain >= 0) {
      long begin = System.nanoTime();
      boolean intact = sets.isIntact();
      // To count a set the kernel walks through it; that is to be rare enough to cost nothing.
      countAgain = System.nanoTime() + PAUSES_PER_COUNT * (System.nanoTime() - begin);
      if (!intact) {
        return false;
      }
    }
    if (!look.isDone()) {
      return true;
    }
    // What was written meanwhile is not what this look was for.
    boolean changed = lookedFor == expected && !look.join().equals(expected);
    long now = generation();
    if (!changed && (now < 0 || now != generation)) {
      generation = now;
      lookedFor = expected;
      List<Boolean> families = links.families();
      look =
          CompletableFuture.supplyAsync(() -> texts(families))
              // What cannot be looked at is written again, and that tells why it cannot.
              .exceptionally(e -> List.of());
    }
    if (changed) {
      look = CompletableFuture.completedFuture(expected);
      lookedFor = List.of();
    }
    return !changed;
  }

  /** Of nftables, where iptables is but its other face; else -1: no change can be told by it. */
  private long generation() {
    try {
      return made.isNftables() ? nftables.generation().number() : -1;
    } catch (NetlinkException e) {
      return -1;
    }
  }

  @Override
  public void remove() {
    retire();
    links.remove();
  }

  @Override
  public void retire() {
    for (boolean ipv4 : links.families()) {
      Iptables.Saved saved = iptables.save(ipv4);
      if (!saved.lines().isEmpty()) {
        iptables.restore(ipv4, IptablesRuleset.removal(saved));
      }
    }
    made.remove(nftables);
    sets.remove();
  }

  @Override
  public void close() {
    // A child that is being made still has our descriptors, the lock of this host among them.
    look.join();
    ipset.close();
    nftables.close();
    links.close();
  }
}
