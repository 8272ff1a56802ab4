package waymark.kernel.flows;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import waymark.kernel.fixture.TrackedConnection;
import waymark.netlink.ConntrackFilter;
import waymark.netlink.ConntrackKey;
import waymark.netlink.ConntrackVisitor;
import waymark.policy.Address;

/** Connections without a kernel, each with an IPv4 destination and the mark of a link. */
final class FakeConnections implements Supplier<ConnectionTable> {
  /** What the next calls throw, one each. */
  final Queue<Runnable> openFaults = new ConcurrentLinkedQueue<>();

  final Queue<Runnable> visitFaults = new ConcurrentLinkedQueue<>();

  final AtomicInteger opened = new AtomicInteger();
  final AtomicInteger closed = new AtomicInteger();
  private final Map<Integer, TrackedConnection> connections = new LinkedHashMap<>();

  /** Adds a connection, by an id of its own. */
  synchronized void add(int id, Address destination, int link) {
    connections.put(id, TrackedConnection.to(destination).id(id).link(link));
  }

  /** The ids of the connections that are left. */
  synchronized List<Integer> left() {
    return List.copyOf(connections.keySet());
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
        connections.values().forEach(connection -> visitor.visit(connection.flow()));
      }
    }

    @Override
    public int delete(List<ConntrackKey> keys) {
      synchronized (FakeConnections.this) {
        int before = connections.size();
        connections.values().removeIf(connection -> keys.contains(connection.flow().key()));
        return before - connections.size();
      }
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }
}
