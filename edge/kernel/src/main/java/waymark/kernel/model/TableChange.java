package waymark.kernel.model;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import waymark.policy.Address;

/**
 * A change of the table {@code inet waymark}.
 *
 * @param part what changed; the whole table if several parts did
 * @param elements all learned addresses that came or went, where the part is {@link
 *     KernelPart#ELEMENTS}
 */
public record TableChange(KernelPart part, Set<Element> elements) {
  /** More elements than these are compared with the whole set. */
  private static final int MOST = 1_000;

  /** An address in a set of learned addresses, by the set's name. */
  public record Element(String set, Address address) {}

  public TableChange {
    elements = Set.copyOf(elements);
  }

  /** A change of a part other than single learned addresses. */
  public static TableChange of(KernelPart part) {
    return new TableChange(part, Set.of());
  }

  /** Learned addresses came or went. */
  public static TableChange of(List<Element> elements) {
    return elements.size() > MOST
        ? of(KernelPart.SETS)
        : new TableChange(KernelPart.ELEMENTS, new HashSet<>(elements));
  }

  /** Whether chains and rules are all that changed. */
  private boolean isOfChains() {
    return part == KernelPart.CHAINS || part == KernelPart.RULES;
  }

  /** Both: chains and rules are of one kind, and what is of two kinds is of the whole table. */
  public TableChange and(TableChange other) {
    if (isOfChains() && other.isOfChains()) {
      return of(part == other.part ? part : KernelPart.CHAINS);
    }
    if (part != other.part) {
      return of(KernelPart.TABLE);
    }
    if (part != KernelPart.ELEMENTS) {
      return this;
    }
    Set<Element> both = new HashSet<>(elements);
    both.addAll(other.elements);
    return both.size() > MOST ? of(KernelPart.SETS) : new TableChange(part, both);
  }
}
