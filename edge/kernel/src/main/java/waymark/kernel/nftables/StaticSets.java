package waymark.kernel.nftables;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import waymark.kernel.links.LinkNumbers;
import waymark.kernel.table.KernelTable;
import waymark.kernel.table.SetText;
import waymark.netlink.Nftables;
import waymark.netlink.NftablesInterval;
import waymark.netlink.NftablesSetReference;
import waymark.netlink.NftablesValue;
import waymark.netlink.Octets;
import waymark.policy.Address;
import waymark.policy.Interval;
import waymark.policy.Policy;

/**
 * The interval sets of the static networks, {@code nets4_T_H} and {@code nets6_T_H}: H is a hash of
 * what is in them.
 *
 * <p>Such a set never changes: each transaction on it costs the kernel as much as it is large. When
 * networks change, another set is made, filled while no rule looks into it, and takes the place of
 * the old one together with the rules. What a killed process left half-filled, or somebody else
 * changed, is not used: its name gets a number.
 */
public final class StaticSets {
  /** Of no networks. */
  static final StaticSets NONE = new StaticSets(List.of());

  /** Up to so many intervals are written into the script that installs the rules. */
  private static final int INLINE = 1_000;

  /** {@code ::ffff:0:0}, which a set of IPv6 addresses has and {@link Address} takes for IPv4. */
  private static final Octets FIRST_MAPPED =
      Octets.of(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 0, 0, 0, 0});

  private final List<StaticSet> all;

  /** All intervals of a family that are decided alike. */
  private static final class StaticSet {
    final boolean ipv4;
    final String target;
    final List<Interval> intervals = new ArrayList<>();
    String name = "";

    /** Whether the kernel has all of it. */
    boolean filled;

    StaticSet(boolean ipv4, String target) {
      this.ipv4 = ipv4;
      this.target = target;
    }

    /** What it is called, unless somebody else has that name. */
    String wantedName() {
      long hash = 0xcbf29ce484222325L;
      for (Interval interval : intervals) {
        hash = mixed(mixed(hash, interval.first()), interval.last());
      }
      return (ipv4 ? "nets4_" : "nets6_") + target + "_" + Long.toHexString(hash);
    }

    private static long mixed(long hash, Address address) {
      long mixed = (hash ^ address.high()) * 0x9e3779b97f4a7c15L;
      mixed = ((mixed ^ mixed >>> 29) ^ address.low()) * 0x9e3779b97f4a7c15L;
      return mixed ^ mixed >>> 32;
    }

    /** As the kernel keeps them: the first of each, and the first behind its last. */
    boolean isIn(List<NftablesInterval> kernel) {
      if (kernel.size() != intervals.size()) {
        return false;
      }
      for (int i = 0; i < kernel.size(); i++) {
        Interval wanted = intervals.get(i);
        if (!kernel.get(i).first().equals(Octets.of(wanted.first().bytes()))
            || !kernel.get(i).end().equals(end(wanted.last()))) {
          return false;
        }
      }
      return true;
    }

    String add() {
      return add("");
    }

    String addFilled() {
      return add(SetText.elements(texts()));
    }

    private String add(String elements) {
      String type = ipv4 ? "ipv4_addr" : "ipv6_addr";
      String set = "add set inet waymark " + name + " { type " + type + "; flags interval; ";
      return set + elements + "}\n";
    }

    List<String> texts() {
      List<String> texts = new ArrayList<>(intervals.size());
      for (Interval interval : intervals) {
        String first = interval.first().toString();
        texts.add(interval.first().equals(interval.last()) ? first : first + "-" + interval.last());
      }
      return texts;
    }
  }

  private StaticSets(List<StaticSet> all) {
    this.all = all;
  }

  /** The key after the last of an interval; no bytes where its family has none. */
  static Octets end(Address last) {
    Address next = last.next();
    if (next.compareTo(last) < 0 || (last.isIpv4() && !next.isIpv4())) {
      return Octets.of();
    }
    return last.isIpv4() == next.isIpv4() ? Octets.of(next.bytes()) : FIRST_MAPPED;
  }

  /** The sets of a policy, which have no names yet. */
  public static StaticSets of(Policy policy, LinkNumbers numbers) {
    Map<String, StaticSet> sets = new LinkedHashMap<>();
    for (Interval interval : policy.intervals()) {
      boolean ipv4 = interval.first().isIpv4();
      String target = numbers.target(interval.decision());
      sets.computeIfAbsent((ipv4 ? "4_" : "6_") + target, key -> new StaticSet(ipv4, target))
          .intervals
          .add(interval);
    }
    return new StaticSets(List.copyOf(sets.values()));
  }

  /** Gives the sets names that none of the sets there has, so that all of them are written out. */
  public StaticSets named(Collection<String> there) {
    for (StaticSet set : all) {
      set.name = free(set.wantedName(), there);
    }
    return this;
  }

  private static String free(String name, Collection<String> there) {
    String free = name;
    for (int i = 2; there.contains(free); i++) {
      free = name + "_" + i;
    }
    return free;
  }

  /** Takes the sets of the table that hold what they should, and names for the others. */
  void adopt(Nftables nftables, Collection<String> there) {
    for (StaticSet set : all) {
      String name = set.wantedName();
      for (String candidate : there) {
        if (candidate.equals(name) || candidate.startsWith(name + "_")) {
          set.filled = set.isIn(NftablesInterval.of(nftables.elements(KernelTable.set(candidate))));
        }
        if (set.filled) {
          set.name = candidate;
          break;
        }
      }
      if (!set.filled) {
        set.name = free(name, there);
      }
    }
  }

  /** Whether the kernel has all of them as they were filled. */
  boolean areIn(Nftables nftables) {
    for (StaticSet set : all) {
      if (!set.isIn(NftablesInterval.of(nftables.elements(KernelTable.set(set.name))))) {
        return false;
      }
    }
    return true;
  }

  /**
   * Makes and fills those that no rule looks into yet.
   *
   * <p>Where rules are in force it must be before those that look into them: the kernel shows a new
   * interval set's content a moment after the new rules (nf_tables_commit in
   * net/netfilter/nf_tables_api.c turns to the next generation first, and has sets such as
   * nft_set_rbtree.c commit theirs at its end).
   *
   * @param all whether small ones are filled as well, and not left to the script of the rules
   */
  void fill(KernelTable table, boolean all) {
    List<StaticSet> empty =
        this.all.stream()
            .filter(set -> !set.filled && (all || set.intervals.size() > INLINE))
            .toList();
    if (empty.isEmpty()) {
      return;
    }
    StringBuilder text = new StringBuilder(KernelTable.ADD);
    for (StaticSet set : empty) {
      text.append(set.intervals.size() <= INLINE ? set.addFilled() : set.add());
    }
    table.script(text.toString());
    for (StaticSet set : empty) {
      if (set.intervals.size() > INLINE) {
        fill(table, set);
      }
      set.filled = true;
    }
  }

  private static void fill(KernelTable table, StaticSet set) {
    NftablesSetReference reference = KernelTable.set(set.name);
    table.fill(
        set.name,
        set.intervals,
        (batch, interval) ->
            batch.addInterval(
                reference,
                Octets.of(interval.first().bytes()),
                end(interval.last()),
                NftablesValue.NONE));
  }

  /** How many intervals each set has, by its name. */
  Map<String, Integer> sizes() {
    Map<String, Integer> sizes = new LinkedHashMap<>();
    for (StaticSet set : all) {
      sizes.put(set.name, set.intervals.size());
    }
    return sizes;
  }

  /** The sets of a family by their targets. */
  Map<String, String> names(boolean ipv4) {
    Map<String, String> byTarget = new LinkedHashMap<>();
    for (StaticSet set : all) {
      if (set.ipv4 == ipv4) {
        byTarget.put(set.target, set.name);
      }
    }
    return byTarget;
  }

  /** Writes those that are not filled yet into a script. */
  void text(StringBuilder text) {
    for (StaticSet set : all) {
      if (!set.filled) {
        text.append(set.addFilled());
      }
    }
  }

  /** The script that was made of {@link #text} has been carried out. */
  void written() {
    for (StaticSet set : all) {
      set.filled = true;
    }
  }
}
