package waymark.netlink;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;

/**
 * Creates, fills and lists the IP sets of this network namespace (ipset(8)).
 *
 * <p>One thread at a time. There are no transactions: after an exception some of several entries
 * may be in the set, and {@link #fill} may be called with all of them again.
 */
public final class Ipset implements AutoCloseable {
  /** The refusals of all entries of a request must fit into the receive buffer. */
  private static final int ENTRIES_A_REQUEST = 100;

  /**
   * How long a command on a set in use is retried. While another process lists a set, the kernel
   * refuses to destroy or swap it, and a listing takes as long as its reader likes ({@code
   * ref_netlink} of a set in net/netfilter/ipset/ip_set_core.c: ip_set_destroy answers
   * IPSET_ERR_BUSY, as for a set that a rule uses, and ip_set_swap EBUSY).
   */
  private static final long PATIENCE_NANOS = 500_000_000;

  private static final long PAUSE_NANOS = 10_000_000;

  private final NetlinkSocket socket;
  private final NetlinkWriter out;

  private Ipset(NetlinkSocket socket) {
    this.socket = socket;
    this.out = socket.request();
  }

  public static Ipset open() {
    return new Ipset(NetlinkSocket.open(NetlinkProtocol.NETFILTER));
  }

  /** Creates a set; false where a set of that name exists, of whatever type. */
  public boolean create(IpsetDefinition set) {
    socket.request();
    IpsetCodec.create(out, set);
    List<Refusal> refusals = socket.exchange(out);
    if (refusals.isEmpty()) {
      return true;
    }
    if (refusals.getFirst().isExisting()) {
      return false;
    }
    throw refused("create set", set.name(), refusals.getFirst());
  }

  /**
   * Removes a set with its entries; false where there is none. While the set is in use, the command
   * is retried for half a second.
   */
  public boolean destroy(String set) {
    // Without the flag the kernel reports success where there is no such set.
    int flags = NetlinkMessage.EXCLUSIVE;
    List<Refusal> refusals =
        patiently(() -> IpsetCodec.set(out, IpsetCodec.IPSET_CMD_DESTROY, flags, set));
    if (refusals.isEmpty()) {
      return true;
    }
    if (refusals.getFirst().isMissing()) {
      return false;
    }
    throw refused("destroy set", set, refusals.getFirst());
  }

  /** Sends a command, again while a set is in use, and returns the refusals of the last attempt. */
  private List<Refusal> patiently(Runnable write) {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (true) {
      socket.request();
      write.run();
      List<Refusal> refusals = socket.exchange(out);
      if (refusals.isEmpty()
          || !IpsetError.isBusy(refusals.getFirst().errno())
          || System.nanoTime() - end >= 0
          || Thread.currentThread().isInterrupted()) {
        return refusals;
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /**
   * Exchanges the entries of two sets of the same type and family atomically. While one of them is
   * listed, the command is retried for half a second.
   */
  public void swap(String set, String other) {
    List<Refusal> refusals = patiently(() -> IpsetCodec.swap(out, set, other));
    if (!refusals.isEmpty()) {
      throw refused("swap sets", set + " and " + other, refusals.getFirst());
    }
  }

  /**
   * How many entries a set has; empty where there is no such set, or the kernel does not count
   * (before 4.10).
   */
  public OptionalInt count(String set) {
    int[] count = {-1};
    socket.request();
    IpsetCodec.listHeader(out, set);
    try {
      socket.stream(
          "count set",
          set,
          out,
          message -> count[0] = Math.max(count[0], IpsetCodec.elements(message)));
    } catch (NetlinkException e) {
      if (e.isMissing()) {
        return OptionalInt.empty();
      }
      throw e;
    }
    return count[0] < 0 ? OptionalInt.empty() : OptionalInt.of(count[0]);
  }

  /** Adds entries; the timeouts of entries that exist are refreshed. */
  public void fill(String set, List<IpsetEntry> entries) {
    IpsetDefinition.checkName(set);
    for (int from = 0; from < entries.size(); from += ENTRIES_A_REQUEST) {
      List<Refusal> refusals = exchange(IpsetCodec.IPSET_CMD_ADD, 0, set, entries, from);
      if (!refusals.isEmpty()) {
        Refusal refusal = refusals.getFirst();
        IpsetEntry entry = entries.get(from + Math.max(0, refusal.index()));
        throw refused("add to set", set + " " + entry.network(), refusal);
      }
    }
  }

  /**
   * Deletes entries.
   *
   * @return which of them were in the set, by their index in the list
   */
  public BitSet delete(String set, List<IpsetEntry> entries) {
    IpsetDefinition.checkName(set);
    BitSet deleted = new BitSet(entries.size());
    deleted.set(0, entries.size());
    for (int from = 0; from < entries.size(); from += ENTRIES_A_REQUEST) {
      int flags = NetlinkMessage.EXCLUSIVE;
      for (Refusal refusal : exchange(IpsetCodec.IPSET_CMD_DEL, flags, set, entries, from)) {
        int index = from + refusal.index();
        if (refusal.errno() != IpsetError.EXIST) {
          String object = set + " " + entries.get(index).network();
          throw refused("delete from set", object, refusal);
        }
        deleted.clear(index);
      }
    }
    return deleted;
  }

  /** Sends one request with a command for each entry, from index {@code from} on. */
  private List<Refusal> exchange(
      int command, int flags, String set, List<IpsetEntry> entries, int from) {
    int to = Math.min(entries.size(), from + ENTRIES_A_REQUEST);
    socket.request();
    for (IpsetEntry entry : entries.subList(from, to)) {
      IpsetCodec.entry(out, command, flags, set, entry);
    }
    return socket.exchange(out);
  }

  /** Whether the set contains the address, by itself or in one of its networks. */
  public boolean test(String set, InetAddress address) {
    return test(set, IpsetEntry.of(address));
  }

  private boolean test(String set, IpsetEntry entry) {
    IpsetDefinition.checkName(set);
    socket.request();
    IpsetCodec.entry(out, IpsetCodec.IPSET_CMD_TEST, 0, set, entry);
    List<Refusal> refusals = socket.exchange(out);
    if (refusals.isEmpty()) {
      return true;
    }
    if (refusals.getFirst().errno() == IpsetError.EXIST) {
      return false;
    }
    throw refused("test set", set + " " + entry.network(), refusals.getFirst());
  }

  /** The set with its entries; empty where there is no such set. */
  public Optional<IpsetContent> list(String set) {
    IpsetCodec.Listing listing = new IpsetCodec.Listing();
    socket.request();
    IpsetCodec.set(out, IpsetCodec.IPSET_CMD_LIST, NetlinkMessage.DUMP, set);
    try {
      // The kernel keeps a set alive while it is listed, although its entries may change.
      socket.stream("list set", set, out, listing::message);
    } catch (NetlinkException e) {
      if (e.isMissing()) {
        return Optional.empty();
      }
      throw e;
    }
    return listing.sets().stream().findFirst();
  }

  /** The names of all sets. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    socket.request();
    IpsetCodec.listNames(out);
    socket.stream("list", "sets", out, message -> names.add(IpsetCodec.name(message)));
    return names;
  }

  private static NetlinkException refused(String operation, String object, Refusal refusal) {
    String text = IpsetError.text(refusal.errno());
    return new NetlinkException(
        operation,
        object,
        refusal.errno(),
        text.isEmpty() ? refusal.text() : text,
        refusal.offset());
  }

  @Override
  public void close() {
    socket.close();
  }
}
