package waymark.netlink;

import static waymark.netlink.Rtnetlink.*;

import java.util.function.Consumer;
import waymark.linux.Descriptor;

/**
 * Reports changes of links, addresses, routes and rules of this network namespace from now on.
 *
 * <p>Open it before listing, so that no change is missed between the two. One thread at a time.
 */
public final class RouteEvents implements AutoCloseable {
  private static final int[] GROUPS = {
    RTNLGRP_LINK,
    RTNLGRP_IPV4_IFADDR,
    RTNLGRP_IPV6_IFADDR,
    RTNLGRP_IPV4_ROUTE,
    RTNLGRP_IPV6_ROUTE,
    RTNLGRP_IPV4_RULE,
    RTNLGRP_IPV6_RULE
  };
  private static final int BUFFER = 4 << 20;

  private final NetlinkSocket socket;

  private RouteEvents(NetlinkSocket socket) {
    this.socket = socket;
  }

  /** Reports all changes except those through the {@link Routes} with this port id. */
  public static RouteEvents open(int ownPort) {
    NetlinkSocket socket = NetlinkSocket.open(NetlinkProtocol.ROUTE);
    try {
      socket.receiveBuffer(BUFFER);
      socket.ignoreEventsOf(ownPort);
      for (int group : GROUPS) {
        socket.join(group);
      }
      return new RouteEvents(socket);
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
  public boolean receive(Consumer<? super RouteEvent> handler) {
    boolean any = false;
    while (true) {
      switch (socket.receive(message -> RouteReader.event(message, handler))) {
        case NOTHING -> {
          return any;
        }
        case MESSAGES -> any = true;
        case LOST -> {
          any = true;
          handler.accept(new RouteEvent.Lost());
        }
      }
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
