package waymark.app.lab;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The result of connecting without a pause.
 *
 * @param wrong the first connection that took the wrong uplink
 */
record Visits(int count, Optional<String> wrong) {

  /** Visits the sites in turn on this thread until told to stop. */
  static Visits until(
      Visitor visitor, List<Map.Entry<InetAddress, Uplink>> sites, AtomicBoolean over) {
    int count = 0;
    Optional<String> wrong = Optional.empty();
    while (!over.get()) {
      Map.Entry<InetAddress, Uplink> site = sites.get(count++ % sites.size());
      Uplink taken = visitor.visit(site.getKey());
      if (taken != site.getValue() && wrong.isEmpty()) {
        wrong = Optional.of(site.getKey().getHostAddress() + " by " + taken.word());
      }
    }
    return new Visits(count, wrong);
  }
}
