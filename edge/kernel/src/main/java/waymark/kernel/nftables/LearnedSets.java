package waymark.kernel.nftables;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import waymark.kernel.links.LinkNumbers;
import waymark.kernel.table.KernelTable;
import waymark.kernel.table.SetText;
import waymark.netlink.Nftables;
import waymark.netlink.NftablesBatch;
import waymark.netlink.NftablesElement;
import waymark.netlink.NftablesSetReference;
import waymark.netlink.NftablesValue;
import waymark.policy.Address;
import waymark.policy.Decision;
import waymark.policy.Policy;

/**
 * What the sets of learned addresses are called, {@code hosts4_T} and {@code hosts6_T}, and how
 * they get another content together with the rules.
 *
 * <p>What is missing is added before the script that installs the rules, and what is stale goes
 * after it. Where that is much, as when a rule of many addresses leads elsewhere, another set,
 * {@code hosts4_T_gN}, is filled while no rule looks into it, and takes the place of the old one.
 */
public final class LearnedSets {
  /** Up to so many differences are written into sets that rules look into. */
  private static final int INLINE = 1_000;

  /** How often the kernel's list is read again because other processes changed something. */
  private static final int LOOKS = 10;

  /** Those that are not called plainly. */
  private final Map<String, String> names = new HashMap<>();

  /** What a set has that it should not, and lacks. */
  private record Difference(Set<Address> stale, List<Address> missing) {
    int size() {
      return stale.size() + missing.size();
    }
  }

  private final Map<String, Difference> differences = new LinkedHashMap<>();

  /** All of them called plainly. */
  public LearnedSets() {}

  /** What the set of a target is called. */
  String name(boolean ipv4, String target) {
    String plain = plain(ipv4, target);
    return names.getOrDefault(plain, plain);
  }

  /** Whether a set of that name is one of them. */
  public static boolean isOne(String set) {
    return set.startsWith("hosts4_") || set.startsWith("hosts6_");
  }

  private static String plain(boolean ipv4, String target) {
    return (ipv4 ? "hosts4_" : "hosts6_") + target;
  }

  /**
   * Finds what differs between the kernel's sets and what they should be, and fills those anew of
   * which much does.
   *
   * @param there the names of all sets in the table
   */
  static LearnedSets prepare(
      KernelTable table,
      Collection<String> there,
      Policy policy,
      Map<Address, Decision> hosts,
      LinkNumbers numbers) {
    LearnedSets sets = new LearnedSets();
    for (String set : there) {
      int generation = set.lastIndexOf("_g");
      if (set.startsWith("hosts") && generation > 0) {
        sets.names.put(set.substring(0, generation), set);
      }
    }
    Wanted wanted = Wanted.of(hosts, numbers);
    Set<String> all = new HashSet<>(there);
    int differing = 0;
    for (String plain : wanted.sets()) {
      String name = sets.names.getOrDefault(plain, plain);
      Difference difference =
          all.contains(name)
              ? difference(table.nftables(), name, plain, wanted)
              : new Difference(Set.of(), wanted.in(plain));
      sets.differences.put(plain, difference);
      differing += difference.size();
    }
    // Sets that nothing is in any more; those of no target go as a whole.
    Set<String> targets = new HashSet<>();
    for (Decision decision : policy.decisions()) {
      targets.add(plain(true, numbers.target(decision)));
      targets.add(plain(false, numbers.target(decision)));
    }
    for (String set : there) {
      String plain = set.contains("_g") ? set.substring(0, set.lastIndexOf("_g")) : set;
      // Another of the same target goes as a whole: a fill that was cut short left both.
      boolean kept = set.equals(sets.names.getOrDefault(plain, plain));
      if (kept && targets.contains(plain) && wanted.in(plain).isEmpty()) {
        Difference difference = difference(table.nftables(), set, plain, wanted);
        if (difference.size() > 0) {
          sets.differences.put(plain, difference);
          differing += difference.size();
        }
      }
    }
    List<String> renewed = differing > INLINE ? sets.renew(all) : List.of();
    for (String plain : renewed) {
      sets.differences.remove(plain);
    }
    sets.add(table);
    if (!renewed.isEmpty()) {
      StringBuilder text = new StringBuilder(KernelTable.ADD);
      renewed.forEach(plain -> text.append(SetText.add(sets.names.getOrDefault(plain, plain))));
      table.script(text.toString());
      for (String plain : renewed) {
        fill(table, sets.names.getOrDefault(plain, plain), wanted.in(plain));
      }
    }
    return sets;
  }

  /** What each set should have, by its plain name. */
  private record Wanted(
      Map<Address, Decision> hosts,
      Map<Decision, Target> targets,
      Map<String, List<Address>> addresses) {
    /** The plain names of a decision's sets. */
    record Target(String ipv4, String ipv6) {
      String of(Address address) {
        return address.isIpv4() ? ipv4 : ipv6;
      }
    }

    static Wanted of(Map<Address, Decision> hosts, LinkNumbers numbers) {
      Map<Decision, Target> targets = new HashMap<>();
      Map<String, List<Address>> addresses = new HashMap<>();
      hosts.forEach(
          (address, decision) -> {
            Target target =
                targets.computeIfAbsent(
                    decision,
                    key -> {
                      String name = numbers.target(key);
                      return new Target(plain(true, name), plain(false, name));
                    });
            addresses.computeIfAbsent(target.of(address), set -> new ArrayList<>()).add(address);
          });
      return new Wanted(hosts, targets, addresses);
    }

    Set<String> sets() {
      return addresses.keySet();
    }

    List<Address> in(String set) {
      return addresses.getOrDefault(set, List.of());
    }

    boolean isIn(String set, Address address) {
      Decision decision = hosts.get(address);
      Target target = decision == null ? null : targets.get(decision);
      return target != null && target.of(address).equals(set);
    }
  }

  private static Difference difference(Nftables nftables, String set, String plain, Wanted wanted) {
    Set<Address> stale = new HashSet<>();
    Set<Address> right = new HashSet<>();
    boolean whole = false;
    for (int i = 0; i < LOOKS && !whole; i++) {
      stale.clear();
      right.clear();
      whole =
          nftables.visit(
              KernelTable.set(set),
              element -> {
                Address address = address(element);
                if (wanted.isIn(plain, address)) {
                  right.add(address);
                } else {
                  stale.add(address);
                }
              });
    }
    List<Address> missing = new ArrayList<>();
    if (right.size() != wanted.in(plain).size()) {
      wanted.in(plain).stream().filter(address -> !right.contains(address)).forEach(missing::add);
    }
    return new Difference(stale, missing);
  }

  private static Address address(NftablesElement element) {
    return Address.of(element.key().toArray());
  }

  /** Chooses other sets for those that differ much; their plain names. */
  private List<String> renew(Set<String> there) {
    int most = INLINE / Math.max(1, differences.size());
    List<String> renewed = new ArrayList<>();
    for (Map.Entry<String, Difference> entry : differences.entrySet()) {
      if (entry.getValue().size() > most) {
        String plain = entry.getKey();
        String name = plain;
        for (int i = 1; there.contains(name); i++) {
          name = plain + "_g" + i;
        }
        there.add(name);
        names.put(plain, name);
        renewed.add(plain);
      }
    }
    return renewed;
  }

  /**
   * Adds what is missing, before anything is taken away: a packet that looks from set to set while
   * a transaction begins to count finds each address in one of them.
   */
  private void add(KernelTable table) {
    StringBuilder text = new StringBuilder();
    differences.forEach(
        (plain, difference) -> {
          if (!difference.missing().isEmpty()) {
            String set = names.getOrDefault(plain, plain);
            text.append(SetText.add(set, texts(difference.missing())));
          }
        });
    if (!text.isEmpty()) {
      table.script(KernelTable.ADD + text);
    }
  }

  private static void fill(KernelTable table, String set, List<Address> addresses) {
    NftablesSetReference reference = KernelTable.set(set);
    table.fill(
        set,
        addresses,
        (batch, address) -> {
          byte[] key = address.bytes();
          batch.add(reference, key, 0, key.length, NftablesValue.NONE);
        });
  }

  /**
   * Takes what is stale out of the sets that stay. Not by the script of the rules: before it
   * deletes an element, the nft command reads all interval sets of the host, seconds with a long
   * list.
   *
   * @param kept the names of the sets that stay
   */
  void trim(KernelTable table, Collection<String> kept) {
    NftablesBatch batch = table.changes().batch();
    differences.forEach(
        (plain, difference) -> {
          String set = names.getOrDefault(plain, plain);
          if (kept.contains(set)) {
            NftablesSetReference reference = KernelTable.set(set);
            for (Address address : difference.stale()) {
              byte[] key = address.bytes();
              batch.delete(reference, key, 0, key.length);
            }
          }
        });
    if (batch.operations() > 0) {
      batch.commit("delete stale addresses from", "sets of learned addresses");
    }
  }

  private static List<String> texts(Collection<Address> addresses) {
    return addresses.stream().map(Address::toString).toList();
  }
}
