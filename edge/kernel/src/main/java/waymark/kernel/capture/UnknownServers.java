package waymark.kernel.capture;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waymark.policy.Address;

/**
 * Name servers whose answers did not count: each is warned of once. Owned by the engine's thread.
 */
final class UnknownServers {
  private static final Logger log = LoggerFactory.getLogger(UnknownServers.class);

  /** A client may ask any number of servers. */
  private static final int MOST = 8;

  private final List<Address> servers = new ArrayList<>();

  /** An answer of a server to a client did not count. */
  void add(Address server, Address client, String name) {
    if (servers.size() < MOST && !servers.contains(server)) {
      servers.add(server);
      log.warn(
          "{} asked the name server {} for {}, which a rule matches. That server is not known, so"
              + " its answers are not learned. If clients may use it, add it to learn.resolvers",
          client,
          server,
          name);
    }
  }

  /** The first of them. */
  List<Address> first() {
    return List.copyOf(servers);
  }
}
