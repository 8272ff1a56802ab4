package waymark.policy;

import java.util.List;

/**
 * Networks under one name, such as those of a country: less specific than any network that is
 * written out.
 *
 * @param name as people write it: {@code NL}, {@code AS64500}
 * @param networks in any order
 */
public record Area(String name, List<Network> networks) {
  public Area {
    networks = List.copyOf(networks);
  }
}
