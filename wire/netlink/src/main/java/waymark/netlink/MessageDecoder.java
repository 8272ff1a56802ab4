package waymark.netlink;

import java.util.function.Consumer;

/** Turns one received message into any number of records. */
@FunctionalInterface
public interface MessageDecoder<T> {
  void decode(NetlinkReader message, Consumer<T> out);
}
