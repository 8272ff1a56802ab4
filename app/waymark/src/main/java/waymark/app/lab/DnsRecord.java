package waymark.app.lab;

import java.net.InetAddress;
import java.util.List;

/** One record of a name, without the name. */
sealed interface DnsRecord {
  int A = 1;
  int CNAME = 5;
  int AAAA = 28;
  int HTTPS = 65;

  /** An address: A or AAAA. */
  record Host(InetAddress address) implements DnsRecord {}

  /** An alias: CNAME. */
  record Alias(String target) implements DnsRecord {}

  /** An HTTPS record (RFC 9460) of the name itself, with address hints of both families. */
  record Hints(List<InetAddress> addresses) implements DnsRecord {
    public Hints {
      addresses = List.copyOf(addresses);
    }
  }

  /** The number of its type. */
  default int type() {
    return switch (this) {
      case Host(InetAddress address) -> address.getAddress().length == 4 ? A : AAAA;
      case Alias _ -> CNAME;
      case Hints _ -> HTTPS;
    };
  }
}
