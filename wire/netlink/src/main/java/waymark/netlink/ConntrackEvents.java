package waymark.netlink;

import waymark.linux.Descriptor;

/**
 * What happens to tracked connections from now on. One thread at a time.
 *
 * <p>A first listener on a host makes the kernel keep events (nf_conntrack_events: 2, automatic,
 * since 5.19): flows that are older than it may end without one.
 */
public final class ConntrackEvents implements AutoCloseable {
  private static final int NFNLGRP_CONNTRACK_NEW = 1;
  private static final int NFNLGRP_CONNTRACK_UPDATE = 2;
  private static final int NFNLGRP_CONNTRACK_DESTROY = 3;
  private static final int BUFFER = 8 << 20;

  private final NetlinkSocket socket;
  private final ConntrackFlow flow = new ConntrackFlow();

  private ConntrackEvents(NetlinkSocket socket) {
    this.socket = socket;
  }

  /** Hears of beginnings and ends. */
  public static ConntrackEvents open() {
    return open(NFNLGRP_CONNTRACK_NEW, NFNLGRP_CONNTRACK_DESTROY);
  }

  /** Hears of ends alone. */
  public static ConntrackEvents openEnds() {
    return open(NFNLGRP_CONNTRACK_DESTROY);
  }

  /** Hears of changes in between too: several for a TCP connection. */
  public static ConntrackEvents openWithChanges() {
    return open(NFNLGRP_CONNTRACK_NEW, NFNLGRP_CONNTRACK_UPDATE, NFNLGRP_CONNTRACK_DESTROY);
  }

  private static ConntrackEvents open(int... groups) {
    NetlinkSocket socket = NetlinkSocket.open(NetlinkProtocol.NETFILTER);
    try {
      socket.receiveBuffer(BUFFER);
      for (int group : groups) {
        socket.join(group);
      }
      return new ConntrackEvents(socket);
    } catch (RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  /** To wait on until there is something to receive. */
  public Descriptor descriptor() {
    return socket.descriptor();
  }

  /**
   * Hands on all events that have come, without waiting.
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
    switch (message.type()) {
      case Conntrack.IPCTNL_MSG_CT_NEW -> {
        if (!flow.read(message)) {
          return;
        }
        if ((message.flags() & NetlinkMessage.CREATE) != 0) {
          listener.created(flow);
        } else {
          listener.changed(flow);
        }
      }
      case Conntrack.IPCTNL_MSG_CT_DELETE -> {
        if (flow.read(message)) {
          listener.destroyed(flow);
        }
      }
      default -> {}
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
