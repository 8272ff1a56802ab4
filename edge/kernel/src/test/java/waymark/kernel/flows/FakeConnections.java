package waymark.kernel.flows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import waymark.kernel.model.Marks;
import waymark.netlink.ConntrackFilter;
import waymark.netlink.ConntrackFlow;
import waymark.netlink.ConntrackKey;
import waymark.netlink.ConntrackVisitor;
import waymark.netlink.NetlinkReader;
import waymark.policy.Address;

/** Connections without a kernel, each with an IPv4 destination and the mark of a link. */
final class FakeConnections implements Supplier<ConnectionTable> {
  private static final int NESTED = 0x8000;

  /** What the next calls throw, one each. */
  final Queue<Runnable> openFaults = new ConcurrentLinkedQueue<>();

  final Queue<Runnable> visitFaults = new ConcurrentLinkedQueue<>();

  final AtomicInteger opened = new AtomicInteger();
  final AtomicInteger closed = new AtomicInteger();
  private final Map<Integer, byte[]> flows = new LinkedHashMap<>();

  /** Adds a connection, by an id of its own. */
  synchronized void add(int id, Address destination, int link) {
    flows.put(id, message(id, destination, Marks.DEFAULT.mark(link)));
  }

  /** The ids of the connections that are left. */
  synchronized List<Integer> left() {
    return List.copyOf(flows.keySet());
  }

  @Override
  public ConnectionTable get() {
    fail(openFaults);
    opened.incrementAndGet();
    return new Open();
  }

  private static void fail(Queue<Runnable> faults) {
    Runnable fault = faults.poll();
    if (fault != null) {
      fault.run();
    }
  }

  private final class Open implements ConnectionTable {
    @Override
    public void visit(ConntrackFilter filter, ConntrackVisitor visitor) {
      fail(visitFaults);
      synchronized (FakeConnections.this) {
        flows.values().forEach(message -> visitor.visit(read(message)));
      }
    }

    @Override
    public int delete(List<ConntrackKey> keys) {
      synchronized (FakeConnections.this) {
        int before = flows.size();
        flows.values().removeIf(message -> keys.contains(read(message).key()));
        return before - flows.size();
      }
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }

  private static ConntrackFlow read(byte[] message) {
    ByteBuffer buffer = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    NetlinkReader reader = new NetlinkReader(buffer).reset(0, message.length);
    ConntrackFlow flow = new ConntrackFlow();
    if (!reader.nextMessage() || !flow.read(reader)) {
      throw new IllegalStateException("not a flow");
    }
    return flow;
  }

  /** IPCTNL_MSG_CT_NEW as linux/netfilter/nfnetlink_conntrack.h has it. */
  private static byte[] message(int id, Address destination, int mark) {
    byte[] to = destination.bytes();
    byte[] from = Address.parse("192.0.2.1").bytes();
    ByteBuffer out = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(0).putShort((short) 0x100).putShort((short) 0).putInt(0).putInt(0);
    out.put((byte) 2).put((byte) 0).putShort((short) 0);
    tuple(out, 1, from, to);
    tuple(out, 2, to, from);
    big(out, 8, mark);
    big(out, 12, id);
    out.putInt(0, out.position());
    byte[] bytes = new byte[out.flip().remaining()];
    out.get(bytes);
    return bytes;
  }

  /** CTA_TUPLE_IP with CTA_IP_V4_SRC and CTA_IP_V4_DST. */
  private static void tuple(ByteBuffer out, int attribute, byte[] source, byte[] destination) {
    header(out, 24, attribute | NESTED);
    header(out, 20, 1 | NESTED);
    header(out, 8, 1);
    out.put(source);
    header(out, 8, 2);
    out.put(destination);
  }

  private static void big(ByteBuffer out, int attribute, int value) {
    header(out, 8, attribute);
    out.putInt(Integer.reverseBytes(value));
  }

  private static void header(ByteBuffer out, int length, int attribute) {
    out.putShort((short) length).putShort((short) attribute);
  }
}
