package waymark.engine;

import java.util.List;

/**
 * Remembers leases over a restart. It is told of a lease before the plane is, so that nothing in
 * the kernel is ever without an owner.
 */
public interface LeaseStore {

  /** Adds what was learned, renewed or ended since the last call. */
  void append(List<LeaseEvent> events);
}
