package waymark.kernel.model;

import java.util.List;
import waymark.policy.Address;

/** Whose answers count. Those of this host's own addresses always do. */
public sealed interface DnsTrust {
  /**
   * Name servers that this host knows: those of the system, of its networks, and public ones.
   *
   * @param others that count as well
   */
  record Known(List<Address> others) implements DnsTrust {
    public Known {
      others = List.copyOf(others);
    }
  }

  /** Any name server that a client asks. */
  record Any() implements DnsTrust {}

  /** These name servers. */
  record Only(List<Address> servers) implements DnsTrust {
    public Only {
      servers = List.copyOf(servers);
    }
  }
}
