package waymark.api;

import java.util.List;

/**
 * DNS that passed since the start and taught nothing, in packets.
 *
 * @param untracked questions that a rule of this host exempts from connection tracking
 * @param encrypted new connections to the port of DNS over TLS and QUIC
 * @param crowded questions that were not remembered, because their client had too many without an
 *     answer
 * @param doubtful answers about names of rules that fail closed, which might have led clients past
 *     these rules; they are dropped where answers are held
 * @param unread answers that should have been held while no daemon read them: they passed, or were
 *     dropped
 * @param unknownServers the first name servers whose answers to clients did not count
 * @param httpsServers the first well-known name servers that were reached by HTTPS
 */
public record DnsGaps(
    long untracked,
    long encrypted,
    long crowded,
    long doubtful,
    long unread,
    List<String> unknownServers,
    List<String> httpsServers) {
  public DnsGaps {
    unknownServers = List.copyOf(unknownServers);
    httpsServers = List.copyOf(httpsServers);
  }
}
