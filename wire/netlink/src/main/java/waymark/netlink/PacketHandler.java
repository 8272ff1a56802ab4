package waymark.netlink;

/** Takes one packet, which is reused for the next when this returns. */
@FunctionalInterface
public interface PacketHandler {
  void packet(Packet packet);
}
