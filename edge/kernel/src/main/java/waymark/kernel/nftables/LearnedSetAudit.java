package waymark.kernel.nftables;

import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import waymark.kernel.model.TableChange.Element;
import waymark.kernel.plane.Fingerprint;
import waymark.kernel.table.KernelTable;
import waymark.netlink.Nftables;
import waymark.netlink.NftablesSet;
import waymark.netlink.Octets;
import waymark.policy.Address;
import waymark.policy.Decision;

/**
 * Compares the sets of learned addresses with the kernel's in two steps: any thread compares a
 * fingerprint, and the control thread makes sure of what differs.
 *
 * <p>The kernel lists a hash set by the page, each from a count of elements on (nft_set_hash.c): it
 * skips some elements of a set that changes meanwhile and shows others twice. So a difference in a
 * listing is only a suspicion, and each element is then asked for by itself.
 */
final class LearnedSetAudit {
  /** One audit makes sure of that many places that differ; the others' turn comes. */
  private static final int PLACES = 64;

  private final Nftables nftables;
  private final Fingerprint fingerprint;
  private volatile Suspicion suspicion = new Suspicion(new BitSet(), Set.of());

  /**
   * What seemed to differ.
   *
   * @param places of the fingerprint
   * @param found what the kernel showed at these places
   */
  private record Suspicion(BitSet places, Set<Element> found) {}

  /**
   * @param nftables the control thread's own
   * @param fingerprint of what the kernel should have
   */
  LearnedSetAudit(Nftables nftables, Fingerprint fingerprint) {
    this.nftables = nftables;
    this.fingerprint = fingerprint;
  }

  /** What an address in a set adds to the fingerprint. */
  static long hash(String set, Address address) {
    return Fingerprint.hash(set, address.high(), address.low(), address.width());
  }

  /** Whether the listings show every address that should be there, and no other. By any thread. */
  boolean areIntact() {
    BitSet places =
        fingerprint.differing(look -> list((set, address) -> look.sees(hash(set, address))));
    if (places.isEmpty()) {
      return true;
    }
    places.clear(end(places), places.length());
    Set<Element> found = new HashSet<>();
    list(
        (set, address) -> {
          if (Fingerprint.isAt(places, hash(set, address))) {
            found.add(new Element(set, address));
          }
        });
    suspicion = new Suspicion(places, found);
    return false;
  }

  /** Behind the last place that this audit makes sure of. */
  private static int end(BitSet places) {
    int place = -1;
    for (int i = 0; i < PLACES && place + 1 < places.length(); i++) {
      place = places.nextSetBit(place + 1);
    }
    return place + 1;
  }

  private static void list(BiConsumer<String, Address> visitor) {
    try (Nftables other = Nftables.open()) {
      for (NftablesSet set : other.sets(KernelTable.FAMILY, KernelTable.NAME)) {
        if (LearnedSets.isOne(set.name())) {
          other.visit(
              set.reference(),
              element -> visitor.accept(set.name(), Address.of(element.key().toArray())));
        }
      }
    }
  }

  /**
   * Whether what {@link #areIntact} suspected is true.
   *
   * @param carried shows each address that should be there, and what is decided for it
   * @param setOf the set that such an address should be in
   */
  boolean isConfirmed(
      Consumer<BiConsumer<Address, Decision>> carried,
      BiFunction<Decision, Address, String> setOf) {
    Suspicion suspected = suspicion;
    Set<Element> wanted = new HashSet<>();
    carried.accept(
        (address, decision) -> {
          String set = setOf.apply(decision, address);
          if (Fingerprint.isAt(suspected.places(), hash(set, address))) {
            wanted.add(new Element(set, address));
          }
        });
    return !wanted.stream().allMatch(this::isThere)
        || suspected.found().stream()
            .anyMatch(element -> !wanted.contains(element) && isThere(element));
  }

  /** Whether the kernel has an address in a set. */
  boolean isThere(Element element) {
    return !nftables
        .element(KernelTable.set(element.set()), Octets.of(element.address().bytes()))
        .isEmpty();
  }
}
