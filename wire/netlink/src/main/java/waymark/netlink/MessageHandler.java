package waymark.netlink;

/** Takes one received message: the reader stands on it, and is reused for the next. */
@FunctionalInterface
public interface MessageHandler {
  void message(NetlinkReader message);
}
