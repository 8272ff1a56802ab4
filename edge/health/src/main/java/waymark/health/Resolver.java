package waymark.health;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Resolves names like the other programs of this system; may take long. */
@FunctionalInterface
interface Resolver {
  List<InetAddress> addresses(String name) throws UnknownHostException;

  /** The resolver of the system. */
  static Resolver system() {
    return name -> List.of(InetAddress.getAllByName(name));
  }
}
