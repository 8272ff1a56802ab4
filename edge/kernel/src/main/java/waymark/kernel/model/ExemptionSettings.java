package waymark.kernel.model;

import java.nio.file.Path;
import java.util.List;
import waymark.policy.Address;
import waymark.policy.Network;

/**
 * What passes whatever rules and default say, so that the host can be reached and can ask for
 * names.
 *
 * @param management networks that everything goes to, by the main routing table
 * @param resolvers name servers that may be asked, besides those of the system
 * @param resolvConf the file that names those of the system: resolv.conf(5)
 */
public record ExemptionSettings(
    List<Network> management, List<Address> resolvers, Path resolvConf) {
  /** Where programs look for the system's name servers. */
  public static final Path RESOLV_CONF = Path.of("/etc/resolv.conf");

  /** No networks, and the system's name servers. */
  public static final ExemptionSettings SYSTEM =
      new ExemptionSettings(List.of(), List.of(), RESOLV_CONF);

  public ExemptionSettings {
    management = List.copyOf(management);
    resolvers = List.copyOf(resolvers);
  }
}
