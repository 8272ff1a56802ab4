package waymark.kernel.flows;

import java.util.List;
import waymark.netlink.Conntrack;
import waymark.netlink.ConntrackFilter;
import waymark.netlink.ConntrackKey;
import waymark.netlink.ConntrackVisitor;

/** The connections that the kernel tracks. */
record ConntrackTable(Conntrack conntrack) implements ConnectionTable {
  static ConnectionTable open() {
    return new ConntrackTable(Conntrack.open());
  }

  @Override
  public void visit(ConntrackFilter filter, ConntrackVisitor visitor) {
    conntrack.visit(filter, visitor);
  }

  @Override
  public int delete(List<ConntrackKey> keys) {
    return conntrack.delete(keys);
  }

  @Override
  public void close() {
    conntrack.close();
  }
}
