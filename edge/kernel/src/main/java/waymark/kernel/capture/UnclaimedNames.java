package waymark.kernel.capture;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import waymark.policy.Address;
import waymark.policy.Policy;

/**
 * Names that no rule matches, for addresses that may be refused: they tell people what a client
 * wanted there. Owned by whoever has the {@link Turn}.
 *
 * <p>Each bucket of clients has a share of the room, so that no client makes it forget the names of
 * all others.
 */
public final class UnclaimedNames {
  private static final int BUCKETS = 64;

  /** The most addresses of a bucket. */
  static final int SHARE = 256;

  private final List<LinkedHashMap<Address, String>> buckets = new ArrayList<>();

  /** The policy that {@link #wanted} is about; empty before the first question. */
  private List<Policy> asked = List.of();

  private boolean wanted;

  public UnclaimedNames() {
    for (int i = 0; i < BUCKETS; i++) {
      buckets.add(new LinkedHashMap<>());
    }
  }

  /** Whether a policy may refuse an address that no rule claims because of its name. */
  @SuppressWarnings("ReferenceEquality")
  boolean areWanted(Policy policy) {
    if (asked.isEmpty() || asked.getFirst() != policy) {
      asked = List.of(policy);
      wanted =
          !policy.otherwise().getLast().isDirect()
              || policy.rules().stream()
                  .anyMatch(
                      rule ->
                          !rule.mayFailOpen()
                              && !(rule.networks().isEmpty() && rule.areas().isEmpty()));
    }
    return wanted;
  }

  /** A client was told that a name has this address. */
  void put(Address client, Address address, String name) {
    Map<Address, String> bucket = bucket(client);
    bucket.remove(address);
    if (bucket.size() == SHARE) {
      bucket.remove(bucket.keySet().iterator().next());
    }
    bucket.put(address, name);
  }

  /** The name that led a client to an address, or else another client; empty: none is known. */
  public String of(Address client, Address address) {
    String own = bucket(client).getOrDefault(address, "");
    return own.isEmpty()
        ? buckets.stream()
            .map(bucket -> bucket.getOrDefault(address, ""))
            .filter(name -> !name.isEmpty())
            .findFirst()
            .orElse("")
        : own;
  }

  private Map<Address, String> bucket(Address client) {
    return buckets.get((client.hashCode() * 0x9e3779b9) >>> 26);
  }
}
