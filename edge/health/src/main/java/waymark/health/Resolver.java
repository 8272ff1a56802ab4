package waymark.health;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Finds the addresses of a name, as this system does; may take long. */
@FunctionalInterface
interface Resolver {
  List<InetAddress> addresses(String name) throws UnknownHostException;

  /** The system's own. */
  static Resolver system() {
    return name -> List.of(InetAddress.getAllByName(name));
  }
}
