package waymark.kernel;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import waymark.linux.Errno;
import waymark.linux.LinuxException;
import waymark.netlink.Nftables;
import waymark.netlink.NftablesBatch;
import waymark.netlink.NftablesFamily;
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
final class StaticSets {
  /** Of no networks. */
  static final StaticSets NONE = new StaticSets(List.of());

  /** Up to so many intervals are written into the script that installs the rules. */
  private static final int INLINE = 1_000;

  /** So many intervals go into one transaction, where the socket's buffer can be made for them. */
  private static final int CHUNK = 50_000;

  private final List<Content> contents;

  /** The name of each content, where it has been chosen. */
  private final Map<Content, String> names = new LinkedHashMap<>();

  /** The names of the sets that are filled already. */
  private final Set<String> filled = new HashSet<>();

  /** All intervals of a family that are decided alike. */
  private record Content(boolean ipv4, String target, List<Interval> intervals) {
    String name() {
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
            || !kernel.get(i).end().equals(end(wanted))) {
          return false;
        }
      }
      return true;
    }

    private static Octets end(Interval interval) {
      Address next = interval.last().next();
      boolean wraps =
          next.isIpv4() != interval.last().isIpv4() || next.compareTo(interval.last()) < 0;
      return wraps ? Octets.of() : Octets.of(next.bytes());
    }
  }

  private StaticSets(List<Content> contents) {
    this.contents = contents;
  }

  /** The sets of a policy, which have no names yet. */
  static StaticSets of(Policy policy, LinkNumbers numbers) {
    Map<List<Object>, Content> contents = new LinkedHashMap<>();
    for (Interval interval : policy.intervals()) {
      boolean ipv4 = interval.first().isIpv4();
      String target = numbers.target(interval.decision());
      contents
          .computeIfAbsent(
              List.of(ipv4, target), key -> new Content(ipv4, target, new ArrayList<>()))
          .intervals()
          .add(interval);
    }
    return new StaticSets(List.copyOf(contents.values()));
  }

  /** Gives the sets names that none of the sets there has, so that all of them are written out. */
  StaticSets named(Collection<String> there) {
    for (Content content : contents) {
      names.put(content, free(content.name(), there));
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
    for (Content content : contents) {
      String name = content.name();
      for (String set : there) {
        if ((set.equals(name) || set.startsWith(name + "_"))
            && content.isIn(NftablesInterval.of(nftables.elements(reference(set))))) {
          names.put(content, set);
          filled.add(set);
          break;
        }
      }
      names.putIfAbsent(content, free(name, there));
    }
  }

  /**
   * Makes and fills those that are too large for a script. No rule looks into them yet.
   *
   * @param script runs a script of nft
   */
  void fill(Nftables nftables, Consumer<String> script) {
    for (Content content : contents) {
      String name = names.get(content);
      if (content.intervals().size() > INLINE && !filled.contains(name)) {
        script.accept(Ruleset.addTable() + add(name, content.ipv4()));
        fill(nftables, reference(name), content.intervals());
        filled.add(name);
      }
    }
  }

  private static void fill(Nftables nftables, NftablesSetReference set, List<Interval> intervals) {
    int at = 0;
    int chunk = CHUNK;
    while (at < intervals.size()) {
      int end = Math.min(intervals.size(), at + chunk);
      NftablesBatch batch = nftables.batch();
      for (Interval interval : intervals.subList(at, end)) {
        batch.addInterval(
            set, Octets.of(interval.first().bytes()), Content.end(interval), NftablesValue.NONE);
      }
      try {
        batch.commit("fill", "set " + set);
        at = end;
      } catch (LinuxException e) {
        if (e.errno() != Errno.EMSGSIZE && e.errno() != Errno.ENOBUFS || chunk < INLINE) {
          throw e;
        }
        chunk /= 4;
      }
    }
  }

  private static NftablesSetReference reference(String set) {
    return NftablesSetReference.of(NftablesFamily.INET, Ruleset.TABLE, set);
  }

  /** The sets of a family by their targets. */
  Map<String, String> names(boolean ipv4) {
    Map<String, String> byTarget = new LinkedHashMap<>();
    names.forEach(
        (content, name) -> {
          if (content.ipv4() == ipv4) {
            byTarget.put(content.target(), name);
          }
        });
    return byTarget;
  }

  /** Writes those that are not filled yet into a script, and adds the names of all. */
  void text(StringBuilder text, Set<String> sets) {
    names.forEach(
        (content, name) -> {
          sets.add(name);
          if (!filled.contains(name)) {
            text.append(add(name, content.ipv4()));
            List<String> elements = new ArrayList<>();
            for (Interval interval : content.intervals()) {
              String first = interval.first().toString();
              elements.add(
                  interval.first().equals(interval.last()) ? first : first + "-" + interval.last());
            }
            Ruleset.elements(text, "add", name, elements);
          }
        });
  }

  /** The script that was made of {@link #text} has been carried out. */
  void written() {
    filled.addAll(names.values());
  }

  private static String add(String name, boolean ipv4) {
    return "add set inet waymark "
        + name
        + (ipv4
            ? " { type ipv4_addr; flags interval; }\n"
            : " { type ipv6_addr; flags interval; }\n");
  }
}
