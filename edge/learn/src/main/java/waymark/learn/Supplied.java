package waymark.learn;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import waymark.policy.Names;
import waymark.policy.Network;

/**
 * What a rule matches at present by lists and the country file.
 *
 * @param names the names of its lists
 * @param networks the networks of its lists
 * @param areas the networks of its countries and autonomous systems, by {@code NL} and {@code
 *     AS64500}
 * @param faults sentences about missing sources
 * @param awaited whether all these sources are only still to be fetched
 */
public record Supplied(
    List<Names> names,
    List<Network> networks,
    SequencedMap<String, List<Network>> areas,
    List<String> faults,
    boolean awaited) {
  public Supplied {
    names = List.copyOf(names);
    networks = List.copyOf(networks);
    areas = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(areas));
    faults = List.copyOf(faults);
  }
}
