package waymark.policy;

import java.util.List;

/**
 * The networks of a country or an autonomous system. A claim by an area is less specific than a
 * claim by any network that a rule names itself.
 *
 * @param name {@code NL} or {@code AS64500}
 * @param networks in any order
 */
public record Area(String name, List<Network> networks) {
  public Area {
    networks = List.copyOf(networks);
  }
}
