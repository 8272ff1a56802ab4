package waymark.engine;

import java.util.List;
import waymark.policy.Address;

/**
 * One observed fact: the first of {@code names} has this address, by way of the CNAMEs that follow
 * it in the list, for {@code ttl} seconds.
 */
public record Sighting(Source source, List<String> names, Address address, int ttl) {
  public Sighting {
    if (names.isEmpty()) {
      throw new IllegalArgumentException("a sighting needs a name");
    }
    if (ttl < 0) {
      throw new IllegalArgumentException("ttl " + ttl + " is negative");
    }
  }
}
