package waymark.kernel.model;

import java.util.List;
import waymark.policy.Address;

/**
 * DNS that passed and taught nothing, since the start.
 *
 * @param unseen what was not read
 * @param crowded questions that were not remembered, because their client had too many without an
 *     answer
 * @param doubtful answers about names of rules that fail closed, which might have led clients past
 *     these rules
 * @param unknownServers the first name servers whose answers did not count
 * @param httpsServers the first well-known name servers that were reached by HTTPS
 */
public record DnsGaps(
    UnseenDns unseen,
    long crowded,
    long doubtful,
    List<Address> unknownServers,
    List<Address> httpsServers) {
  /** There are none. */
  public static final DnsGaps NONE = new DnsGaps(UnseenDns.NONE, 0, 0, List.of(), List.of());

  public DnsGaps {
    unknownServers = List.copyOf(unknownServers);
    httpsServers = List.copyOf(httpsServers);
  }
}
