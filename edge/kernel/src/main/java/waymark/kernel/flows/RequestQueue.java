package waymark.kernel.flows;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Hands requests from any thread to the one that scans. Waking that thread takes microseconds, so
 * it is woken only where it would not check by itself in time.
 */
final class RequestQueue {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private List<FlowRequest> waiting = new ArrayList<>();
  private boolean urgent;
  private boolean closed;

  /** Adds requests; false when the queue is closed, and nobody will take them. */
  boolean add(List<FlowRequest> requests) {
    boolean urgent = requests.stream().anyMatch(FlowRequest::isUrgent);
    lock.lock();
    try {
      if (closed) {
        return false;
      }
      boolean wake = urgent || waiting.isEmpty();
      waiting.addAll(requests);
      this.urgent |= urgent;
      if (wake) {
        changed.signal();
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for a request, and then for more that can share its scan.
   *
   * @param nanos how long it waits for more requests, unless one is urgent
   * @return the requests in their order; none when the queue is closed
   */
  List<FlowRequest> take(long nanos) throws InterruptedException {
    lock.lock();
    try {
      while (waiting.isEmpty() && !closed) {
        changed.await();
      }
      for (long left = nanos; left > 0 && !urgent && !closed; ) {
        left = changed.awaitNanos(left);
      }
      return takeWaiting();
    } finally {
      lock.unlock();
    }
  }

  /** The waiting requests. */
  List<FlowRequest> poll() {
    lock.lock();
    try {
      return takeWaiting();
    } finally {
      lock.unlock();
    }
  }

  private List<FlowRequest> takeWaiting() {
    List<FlowRequest> taken = waiting;
    waiting = new ArrayList<>();
    urgent = false;
    return taken;
  }

  /** Ends the wait for requests; there will be no more. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }
}
