package waymark.netlink;

import static waymark.netlink.NftablesHeader.*;

import java.util.function.Consumer;
import waymark.linux.Descriptor;
import waymark.netlink.NftablesEvent.Change;

/**
 * Tells what changes in the ruleset, by whomever. One thread at a time, but as said. While one is
 * open the kernel makes an event of every element changed, which costs the changer about a
 * microsecond.
 */
public final class NftablesEvents implements AutoCloseable {
  /** A table of thousands of chains is written in one transaction; only what waits takes memory. */
  private static final int RECEIVE_WAITING = 64 << 20;

  private final NetlinkSocket socket;

  private NftablesEvents(NetlinkSocket socket) {
    this.socket = socket;
  }

  /** Tells all changes but those made through the {@link Nftables} with that port id. */
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

  /** Tells what changes from now on, again after {@link #leave}. By any thread. */
  public void join() {
    socket.join(NFNLGRP_NFTABLES);
  }

  /** Tells nothing of what changes from now on. By any thread. */
  public void leave() {
    socket.leave(NFNLGRP_NFTABLES);
  }

  /** Hands on what one datagram holds, without waiting. */
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

  /** To wait on in a {@link waymark.linux.Poller}. */
  public Descriptor descriptor() {
    return socket.descriptor();
  }

  @Override
  public void close() {
    socket.close();
  }
}
