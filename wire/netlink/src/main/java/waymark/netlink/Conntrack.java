package waymark.netlink;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/**
 * Lists and deletes the connections that the kernel tracks in this network namespace
 * (nfnetlink_conntrack). One thread at a time.
 */
public final class Conntrack implements AutoCloseable {
  static final int IPCTNL_MSG_CT_NEW = 0x100;
  static final int IPCTNL_MSG_CT_GET = 0x101;
  static final int IPCTNL_MSG_CT_DELETE = 0x102;

  /**
   * All deletions of a request may be refused, and the refusals must fit into the receive buffer.
   */
  private static final int DELETIONS_A_REQUEST = 100;

  private final NetlinkSocket socket;
  private final NetlinkWriter out;
  private final ConntrackFlow flow = new ConntrackFlow();

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
   * must not use this object; after an exception it is shown no further flow.
   */
  public void visit(ConntrackFilter filter, ConntrackVisitor visitor) {
    socket.request();
    filter.write(out, IPCTNL_MSG_CT_GET, NetlinkMessage.DUMP);
    socket.stream(
        "list",
        "flows",
        out,
        message -> {
          if (message.type() == IPCTNL_MSG_CT_NEW && flow.read(message) && filter.accepts(flow)) {
            visitor.visit(flow);
          }
        });
  }

  /**
   * Deletes flows, about 3 µs each where there are many.
   *
   * @return how many were still there
   */
  public int delete(List<ConntrackKey> keys) {
    return send("delete", keys, ConntrackKey::deletionBytes, key -> key.writeDeletion(out));
  }

  /**
   * Clears labels of all flows that have any of them; the other labels stay.
   *
   * @return how many had any
   */
  public int clear(ConntrackLabels labels) {
    List<ConntrackKey> keys = new ArrayList<>();
    visit(
        ConntrackFilter.all(),
        flow -> {
          if (labels.areSet(flow)) {
            keys.add(flow.key());
          }
        });
    return send(
        "clear labels of", keys, ConntrackKey::labelBytes, key -> key.writeLabels(out, labels));
  }

  private int send(
      String what,
      List<ConntrackKey> keys,
      ToIntFunction<ConntrackKey> bytes,
      Consumer<ConntrackKey> write) {
    int done = 0;
    int next = 0;
    while (next < keys.size()) {
      socket.request();
      int from = next;
      while (next < keys.size()
          && next - from < DELETIONS_A_REQUEST
          && out.remaining() >= bytes.applyAsInt(keys.get(next))) {
        write.accept(keys.get(next++));
      }
      done += next - from;
      for (Refusal refusal : socket.exchange(out)) {
        if (!refusal.isMissing()) {
          throw new NetlinkException(what, "a flow", refusal);
        }
        done--;
      }
    }
    return done;
  }

  @Override
  public void close() {
    socket.close();
  }
}
