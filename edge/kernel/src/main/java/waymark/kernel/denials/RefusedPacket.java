package waymark.kernel.denials;

import java.util.Optional;
import java.util.Set;
import waymark.dns.IpPacket;
import waymark.policy.Address;
import waymark.policy.PortRange;
import waymark.policy.Transport;

/**
 * What a refused packet says of its connection.
 *
 * @param client its source
 * @param protocol the number of its protocol
 * @param port of the destination; 0 for a protocol without ports
 */
record RefusedPacket(Address client, Address address, int protocol, int port) {
  /** Reads a packet; empty where it has no addresses that can be read. */
  static Optional<RefusedPacket> read(IpPacket packet, byte[] bytes, int offset, int length) {
    return switch (packet.read(bytes, offset, length)) {
      case UDP, TCP -> Optional.of(of(packet, packet.destinationPort()));
      case OTHER -> Optional.of(of(packet, 0));
      case FRAGMENT, BROKEN -> Optional.empty();
    };
  }

  private static RefusedPacket of(IpPacket packet, int port) {
    return new RefusedPacket(
        new Address(packet.sourceHigh(), packet.sourceLow()),
        new Address(packet.destinationHigh(), packet.destinationLow()),
        packet.protocol(),
        port);
  }

  /** The port as rules match it; empty for a protocol without ports. */
  Optional<PortRange> ports() {
    return switch (protocol) {
      case IpPacket.PROTOCOL_TCP -> Optional.of(new PortRange(Set.of(Transport.TCP), port, port));
      case IpPacket.PROTOCOL_UDP -> Optional.of(new PortRange(Set.of(Transport.UDP), port, port));
      default -> Optional.empty();
    };
  }
}
