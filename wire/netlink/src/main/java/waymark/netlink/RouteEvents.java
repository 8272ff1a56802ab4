package waymark.netlink;

import static waymark.netlink.Rtnetlink.*;

import java.util.function.Consumer;
import waymark.linux.Descriptor;

/**
 * What changes in links, addresses, routes and rules of this network namespace from now on.
 *
 * <p>Open it first and list then: so no change falls between the two. One thread at a time.
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

  /** Tells all changes but those made through the {@link Routes} with that port id. */
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

  /** To wait on until there is something to receive. */
  public Descriptor descriptor() {
    return socket.descriptor();
  }

  /**
   * Hands on all events that have come, without waiting.
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
