package waymark.kernel.flows;

import java.util.List;
import waymark.netlink.ConntrackFilter;
import waymark.netlink.ConntrackKey;
import waymark.netlink.ConntrackVisitor;

/** The tracked connections of this network namespace. One thread at a time. */
interface ConnectionTable extends AutoCloseable {
  /** Shows the connections that the filter accepts; the visitor must not use this table. */
  void visit(ConntrackFilter filter, ConntrackVisitor visitor);

  /**
   * Ends connections.
   *
   * @return how many were still there
   */
  int delete(List<ConntrackKey> keys);

  @Override
  void close();
}
