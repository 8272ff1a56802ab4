package waymark.netlink;

import waymark.linux.Descriptor;

/**
 * Reports the beginning and the end of tracked connections from now on. One thread at a time.
 *
 * <p>The end of a connection is reported without its labels (ctnetlink_conntrack_event in
 * nf_conntrack_netlink.c), its beginning with those that its first packet was given.
 *
 * <p>The first listener on a host makes the kernel keep events (nf_conntrack_events: 2, automatic,
 * since 5.19): flows that are older than that listener may end without an event.
 */
public final class ConntrackEvents implements AutoCloseable {
  private static final int NFNLGRP_CONNTRACK_NEW = 1;
  private static final int NFNLGRP_CONNTRACK_DESTROY = 3;
  private static final int BUFFER = 8 << 20;

  private final NetlinkSocket socket;
  private final ConntrackFlow flow = new ConntrackFlow();

  private ConntrackEvents(NetlinkSocket socket) {
    this.socket = socket;
  }

  public static ConntrackEvents open() {
    NetlinkSocket socket = NetlinkSocket.open(NetlinkProtocol.NETFILTER);
    try {
      socket.receiveBuffer(BUFFER);
      socket.join(NFNLGRP_CONNTRACK_NEW);
      socket.join(NFNLGRP_CONNTRACK_DESTROY);
      return new ConntrackEvents(socket);
    } catch (RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  /** Readable while events wait, for a {@link waymark.linux.Poller}. */
  public Descriptor descriptor() {
    return socket.descriptor();
  }

  /**
   * Hands over all events that have arrived, without waiting.
   *
   * @return whether there were any
   */
  public boolean receive(ConntrackListener listener) {
    boolean any = false;
    while (true) {
      switch (socket.receive(message -> event(message, flow, listener))) {
        case NOTHING -> {
          return any;
        }
        case MESSAGES -> any = true;
        case LOST -> {
          any = true;
          listener.lost();
        }
      }
    }
  }

  static void event(NetlinkReader message, ConntrackFlow flow, ConntrackListener listener) {
    if (message.type() == Conntrack.IPCTNL_MSG_CT_DELETE && flow.read(message)) {
      listener.ended(flow);
    } else if (message.type() == Conntrack.IPCTNL_MSG_CT_NEW && flow.read(message)) {
      listener.began(flow);
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
