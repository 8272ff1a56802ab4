package waymark.bench;

import java.util.concurrent.atomic.AtomicLong;
import waymark.netlink.NetlinkMessage;
import waymark.netlink.NetlinkProtocol;
import waymark.netlink.NetlinkReader;
import waymark.netlink.NetlinkSocket;

/**
 * How many elements the kernel says are in Waymark's maps of learned addresses
 * (linux/netfilter/nf_tables.h). To list them would not come to an end while they change.
 */
final class SetSizes implements AutoCloseable {
  private static final int NFT_MSG_GETSET = 10 << 8 | 10;
  private static final int NFTA_SET_TABLE = 1;
  private static final int NFTA_SET_NAME = 2;

  /** Linux 6.16 and later. */
  private static final int NFTA_SET_COUNT = 20;

  private static final int NFPROTO_INET = 1;
  private static final int NFGENMSG = 4;
  private static final int TRIES = 100;

  private final NetlinkSocket socket = NetlinkSocket.open(NetlinkProtocol.NETFILTER);

  private SetSizes() {}

  /** One for the namespace of this thread. */
  static SetSizes open() {
    return new SetSizes();
  }

  /** The sum; −1 where the kernel does not tell. */
  long learned() {
    for (int i = 0; i < TRIES; i++) {
      AtomicLong sum = new AtomicLong();
      var request = socket.request().begin(NFT_MSG_GETSET, NetlinkMessage.DUMP);
      request.putU8(NFPROTO_INET).putU8(0).putBe16(0).string(NFTA_SET_TABLE, "waymark").end();
      if (socket.stream("list", "sets", request, set -> add(sum, set))) {
        return sum.get();
      }
    }
    return -1;
  }

  private static void add(AtomicLong sum, NetlinkReader set) {
    String name = "";
    int count = -1;
    set.enter(NFGENMSG);
    while (set.nextAttribute()) {
      switch (set.attribute()) {
        case NFTA_SET_NAME -> name = set.string();
        case NFTA_SET_COUNT -> count = set.be32(0);
        default -> {}
      }
    }
    set.leave();
    if (name.startsWith("hosts")) {
      sum.addAndGet(count);
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
