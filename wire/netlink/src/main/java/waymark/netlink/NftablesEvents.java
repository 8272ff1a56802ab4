package waymark.netlink;

import static waymark.netlink.NftablesHeader.*;

import java.util.function.Consumer;
import waymark.linux.Descriptor;
import waymark.netlink.NftablesEvent.Change;

/**
 * Reports the changes of the ruleset by any process. One thread at a time, unless a method says
 * otherwise. While a listener is open, the kernel creates an event for every changed element, which
 * costs the process that changes it about a microsecond.
 */
public final class NftablesEvents implements AutoCloseable {
  /** One transaction may write thousands of chains; only waiting events take memory. */
  private static final int RECEIVE_WAITING = 64 << 20;

  private final NetlinkSocket socket;

  private NftablesEvents(NetlinkSocket socket) {
    this.socket = socket;
  }

  /** Reports all changes except those through the {@link Nftables} with this port id. */
  public static NftablesEvents open(int ownPort) {
    NetlinkSocket socket = NetlinkSocket.open(NetlinkProtocol.NETFILTER);
    try {
      socket.receiveBuffer(RECEIVE_WAITING);
      socket.ignoreEventsOf(ownPort);
      NftablesEvents events = new NftablesEvents(socket);
      events.join();
      return events;
    } catch (RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  /** Reports changes from now on, again after {@link #leave}. By any thread. */
  public void join() {
    socket.join(NFNLGRP_NFTABLES);
  }

  /** Reports no changes from now on. By any thread. */
  public void leave() {
    socket.leave(NFNLGRP_NFTABLES);
  }

  /** Hands over the events of one datagram, without waiting. */
  public Reception receive(Consumer<? super NftablesEvent> events) {
    NftablesDecoder decoder = new NftablesDecoder();
    return socket.receive(message -> events.accept(decode(decoder, message)));
  }

  static NftablesEvent decode(NftablesDecoder decoder, NetlinkReader message) {
    int type = message.type();
    return switch (type) {
      case NFT_MSG_NEWTABLE -> tableChanged(Change.NEW, message);
      case NFT_MSG_DELTABLE -> tableChanged(Change.DELETED, message);
      case NFT_MSG_NEWCHAIN -> chainChanged(Change.NEW, message);
      case NFT_MSG_DELCHAIN -> chainChanged(Change.DELETED, message);
      case NFT_MSG_NEWRULE -> ruleChanged(Change.NEW, message);
      case NFT_MSG_DELRULE -> ruleChanged(Change.DELETED, message);
      case NFT_MSG_NEWSET -> setChanged(Change.NEW, message);
      case NFT_MSG_DELSET -> setChanged(Change.DELETED, message);
      case NFT_MSG_NEWSETELEM -> decoder.elementsEvent(Change.NEW, message);
      case NFT_MSG_DELSETELEM -> decoder.elementsEvent(Change.DELETED, message);
      case NFT_MSG_NEWGEN -> new NftablesEvent.Committed(NftablesDecoder.generation(message));
      default -> new NftablesEvent.Other(type);
    };
  }

  private static NftablesEvent tableChanged(Change change, NetlinkReader message) {
    return new NftablesEvent.TableChanged(change, NftablesDecoder.table(message));
  }

  private static NftablesEvent chainChanged(Change change, NetlinkReader message) {
    return new NftablesEvent.ChainChanged(change, NftablesDecoder.chain(message));
  }

  private static NftablesEvent ruleChanged(Change change, NetlinkReader message) {
    return new NftablesEvent.RuleChanged(change, NftablesDecoder.rule(message));
  }

  private static NftablesEvent setChanged(Change change, NetlinkReader message) {
    return new NftablesEvent.SetChanged(change, NftablesDecoder.set(message));
  }

  /** Readable while events wait, for a {@link waymark.linux.Poller}. */
  public Descriptor descriptor() {
    return socket.descriptor();
  }

  @Override
  public void close() {
    socket.close();
  }
}
