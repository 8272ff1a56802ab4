package waymark.netlink;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import waymark.linux.Errno;

/**
 * Looks at and deletes the connections that the kernel tracks in this network namespace
 * (nfnetlink_conntrack). One thread at a time.
 */
public final class Conntrack implements AutoCloseable {
  static final int IPCTNL_MSG_CT_NEW = 0x100;
  static final int IPCTNL_MSG_CT_GET = 0x101;
  static final int IPCTNL_MSG_CT_DELETE = 0x102;

  /** Refusals of one request must fit into the socket's receive buffer: each may be refused. */
  private static final int DELETIONS_A_REQUEST = 100;

  private final NetlinkSocket socket;
  private final NetlinkWriter out;
  private final ConntrackFlow flow = new ConntrackFlow();
  private boolean deletesByFilter = true;

  private Conntrack(NetlinkSocket socket) {
    this.socket = socket;
    this.out = socket.request();
  }

  public static Conntrack open() {
    return new Conntrack(NetlinkSocket.open(NetlinkProtocol.NETFILTER));
  }

  /**
   * Shows the flows that the filter accepts. While the kernel walks through its table, flows come
   * and go without a notice: one that moves in the table may be missed or shown twice. The visitor
   * must not use this object. When the visitor throws, it is shown no further flow, and the
   * exception is thrown after the walk, so that this object stays usable.
   */
  public void visit(ConntrackFilter filter, ConntrackVisitor visitor) {
    socket.request();
    filter.write(out, IPCTNL_MSG_CT_GET, NetlinkMessage.DUMP);
    Walk walk = new Walk(filter, visitor);
    socket.stream("list", "flows", out, walk);
    walk.end();
  }

  /** One walk through the table. */
  private final class Walk implements MessageHandler {
    private final ConntrackFilter filter;
    private final ConntrackVisitor visitor;
    private Optional<RuntimeException> thrown = Optional.empty();

    Walk(ConntrackFilter filter, ConntrackVisitor visitor) {
      this.filter = filter;
      this.visitor = visitor;
    }

    @Override
    public void message(NetlinkReader message) {
      if (thrown.isPresent() || message.type() != IPCTNL_MSG_CT_NEW) {
        return;
      }
      try {
        if (flow.read(message) && filter.accepts(flow)) {
          visitor.visit(flow);
        }
      } catch (RuntimeException e) {
        // An unfinished walk would make the kernel refuse the next one on this socket.
        thrown = Optional.of(e);
      }
    }

    void end() {
      if (thrown.isPresent()) {
        throw thrown.get();
      }
    }
  }

  /** Deletes one flow; false where it is gone already. Its next packet begins a new one. */
  public boolean delete(ConntrackKey key) {
    return delete(List.of(key)) == 1;
  }

  /**
   * Deletes flows, about 3 µs each where there are many.
   *
   * @return how many were still there
   */
  public int delete(List<ConntrackKey> keys) {
    int deleted = 0;
    int next = 0;
    while (next < keys.size()) {
      socket.request();
      int from = next;
      while (next < keys.size()
          && next - from < DELETIONS_A_REQUEST
          && out.remaining() >= keys.get(next).deletionBytes()) {
        keys.get(next++).writeDeletion(out);
      }
      deleted += next - from;
      for (Refusal refusal : socket.exchange(out)) {
        if (!refusal.isMissing()) {
          throw new NetlinkException("delete", "a flow", refusal);
        }
        deleted--;
      }
    }
    return deleted;
  }

  /**
   * Deletes every flow that the filter accepts: in the kernel where it can do that by itself (6.12
   * and an IPv4 destination to go by), else one by one.
   */
  public void delete(ConntrackFilter filter) {
    if (filter.hasKernelDestination() && deletesByFilter) {
      socket.request();
      // Older kernels read a destination alone as the incomplete name of one flow, and refuse.
      filter.write(out, IPCTNL_MSG_CT_DELETE, 0);
      List<Refusal> refusals = socket.exchange(out);
      if (refusals.isEmpty()) {
        return;
      }
      switch (refusals.getFirst().errno()) {
        case Errno.EINVAL, Errno.EOPNOTSUPP -> deletesByFilter = false;
        case Errno.ENOENT -> {
          return;
        }
        default -> throw new NetlinkException("delete", "flows", refusals.getFirst());
      }
    }
    deleteOneByOne(filter);
  }

  /** What {@link #delete(ConntrackFilter)} does on kernels that cannot do it. */
  void deleteOneByOne(ConntrackFilter filter) {
    List<ConntrackKey> keys = new ArrayList<>();
    visit(filter, found -> keys.add(found.key()));
    delete(keys);
  }

  @Override
  public void close() {
    socket.close();
  }
}
