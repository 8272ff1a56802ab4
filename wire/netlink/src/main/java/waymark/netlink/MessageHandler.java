package waymark.netlink;

/** Handles one received message: the reader stands on it, and is reused for the next one. */
@FunctionalInterface
public interface MessageHandler {
  void message(NetlinkReader message);
}
