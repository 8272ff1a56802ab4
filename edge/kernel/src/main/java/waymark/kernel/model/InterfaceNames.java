package waymark.kernel.model;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import waymark.policy.InterfaceName;

/**
 * The names of this host's interfaces. Each interface has one by which firewalls and {@code
 * /proc/sys} know it, and may have alternative ones ({@code ip link property add altname}).
 *
 * @param alternatives the interfaces' own names, by their alternative ones
 */
public record InterfaceNames(Map<String, String> alternatives) {
  /** No interface has an alternative name. */
  public static final InterfaceNames NONE = new InterfaceNames(Map.of());

  /** Stands for an interface that is not there: none can have this name. */
  public static final String NOBODY = "..";

  public InterfaceNames {
    alternatives = Map.copyOf(alternatives);
  }

  /**
   * The name by which firewalls know the interface that has this name now. A name that no interface
   * has stays what it is, or is {@link #NOBODY} if it is too long for a firewall.
   */
  public String primary(String name) {
    String primary = alternatives.getOrDefault(name, name);
    return InterfaceName.mayBePrimary(primary) ? primary : NOBODY;
  }

  /** Every name of the interface that has this name. */
  public Set<String> all(String name) {
    String primary = alternatives.getOrDefault(name, name);
    Set<String> all = new TreeSet<>(List.of(name, primary));
    alternatives.forEach(
        (alternative, of) -> {
          if (of.equals(primary)) {
            all.add(alternative);
          }
        });
    return all;
  }
}
