package waymark.netlink;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;

/**
 * Makes, fills and reads the kernel's IP sets of this network namespace (ipset(8)).
 *
 * <p>One thread at a time. There are no transactions here: of several entries some may be in when
 * an exception comes, and {@link #add} may be called with all of them again.
 */
public final class Ipset implements AutoCloseable {
  /** Each entry takes two messages, and the refusals of all must fit into the receive buffer. */
  private static final int ENTRIES_A_REQUEST = 100;

  /**
   * So long a set that is in use is tried again. While somebody lists a set, the kernel refuses to
   * destroy it or to swap it, and a listing takes as long as its reader likes ({@code ref_netlink}
   * of a set in net/netfilter/ipset/ip_set_core.c: ip_set_destroy says IPSET_ERR_BUSY then, as for
   * a set that a rule uses, and ip_set_swap EBUSY).
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

  /** Makes a set; false where there is one of that name, of whatever type. */
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
   * Takes a set away with its entries; false where there is none. While the set is in use it is
   * tried again for half a second.
   */
  public boolean destroy(String set) {
    // Without the flag the kernel takes the absence of the set for success.
    return whole("destroy set", IpsetCodec.IPSET_CMD_DESTROY, NetlinkMessage.EXCLUSIVE, set);
  }

  /** Takes all entries out of a set; false where there is no such set. */
  public boolean flush(String set) {
    return whole("empty set", IpsetCodec.IPSET_CMD_FLUSH, 0, set);
  }

  private boolean whole(String operation, int command, int flags, String set) {
    List<Refusal> refusals = patiently(() -> IpsetCodec.set(out, command, flags, set));
    if (refusals.isEmpty()) {
      return true;
    }
    if (refusals.getFirst().isMissing()) {
      return false;
    }
    throw refused(operation, set, refusals.getFirst());
  }

  /** What the kernel refuses of a command, which is tried again while a set is in use. */
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
   * Exchanges the entries of two sets of one type and family, in one step for whoever looks into
   * them. While one of them is listed it is tried again for half a second.
   */
  public void swap(String set, String other) {
    List<Refusal> refusals = patiently(() -> IpsetCodec.swap(out, set, other));
    if (!refusals.isEmpty()) {
      throw refused("swap sets", set + " and " + other, refusals.getFirst());
    }
  }

  /**
   * How many entries a set has; none where there is no such set, or the kernel does not count
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

  /** Adds entries without asking which of them are new; those already there are refreshed. */
  public void fill(String set, List<IpsetEntry> entries) {
    IpsetDefinition.checkName(set);
    for (int from = 0; from < entries.size(); from += ENTRIES_A_REQUEST) {
      int to = Math.min(entries.size(), from + ENTRIES_A_REQUEST);
      socket.request();
      for (int i = from; i < to; i++) {
        IpsetCodec.entry(out, IpsetCodec.IPSET_CMD_ADD, 0, set, entries.get(i));
      }
      List<Refusal> refusals = socket.exchange(out);
      if (!refusals.isEmpty()) {
        Refusal refusal = refusals.getFirst();
        IpsetEntry entry = entries.get(from + Math.max(0, refusal.index()));
        throw refused("add to set", set + " " + entry.network(), refusal);
      }
    }
  }

  /** Adds an entry, or makes it live as long as if it was new; whether it was new. */
  public boolean add(String set, IpsetEntry entry) {
    return !add(set, List.of(entry)).isEmpty();
  }

  /**
   * Adds entries, and makes those already there live as long as if they were new.
   *
   * @return which of them were new, by their place in the list
   */
  public BitSet add(String set, List<IpsetEntry> entries) {
    // First all of them only if new: the kernel tells which are not, and leaves those alone. Then
    // all of them again, which refreshes, in the same datagram.
    return each("add to set", set, entries, IpsetCodec.IPSET_CMD_ADD, true);
  }

  /** Takes an entry out; false where it was not in. */
  public boolean delete(String set, IpsetEntry entry) {
    return !delete(set, List.of(entry)).isEmpty();
  }

  /**
   * Takes entries out.
   *
   * @return which of them were in, by their place in the list
   */
  public BitSet delete(String set, List<IpsetEntry> entries) {
    return each("delete from set", set, entries, IpsetCodec.IPSET_CMD_DEL, false);
  }

  private BitSet each(
      String operation, String set, List<IpsetEntry> entries, int command, boolean again) {
    IpsetDefinition.checkName(set);
    BitSet done = new BitSet(entries.size());
    done.set(0, entries.size());
    for (int from = 0; from < entries.size(); from += ENTRIES_A_REQUEST) {
      int to = Math.min(entries.size(), from + ENTRIES_A_REQUEST);
      socket.request();
      for (int i = from; i < to; i++) {
        IpsetCodec.entry(out, command, NetlinkMessage.EXCLUSIVE, set, entries.get(i));
      }
      if (again) {
        for (int i = from; i < to; i++) {
          IpsetCodec.entry(out, command, 0, set, entries.get(i));
        }
      }
      for (Refusal refusal : socket.exchange(out)) {
        int index = from + refusal.index();
        if (refusal.errno() != IpsetError.EXIST || index >= to) {
          IpsetEntry entry = entries.get(index < to ? index : index - (to - from));
          throw refused(operation, set + " " + entry.network(), refusal);
        }
        done.clear(index);
      }
    }
    return done;
  }

  /** Whether the address is in the set; in one of networks, whether one of them holds it. */
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

  /** The set with its entries; none where there is no such set. */
  public Optional<IpsetContent> list(String set) {
    IpsetCodec.Listing listing = new IpsetCodec.Listing();
    socket.request();
    IpsetCodec.set(out, IpsetCodec.IPSET_CMD_LIST, NetlinkMessage.DUMP, set);
    try {
      // The kernel holds the set while it is listed, so it is whole although entries may change.
      socket.stream("list set", set, out, listing::message);
    } catch (NetlinkException e) {
      if (e.isMissing()) {
        return Optional.empty();
      }
      throw e;
    }
    return listing.sets().stream().findFirst();
  }

  /** Names of all sets. */
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
