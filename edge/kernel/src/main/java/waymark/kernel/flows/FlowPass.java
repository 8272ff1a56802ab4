package waymark.kernel.flows;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waymark.engine.Event;
import waymark.engine.Transition;
import waymark.kernel.links.LinkNumbering;
import waymark.kernel.model.Marks;
import waymark.linux.LinuxException;
import waymark.netlink.MalformedNetlinkException;
import waymark.netlink.NetlinkException;
import waymark.policy.Address;
import waymark.policy.Decision;

/**
 * Serves a batch of requests by one scan. When a request makes the scan fail, the batch is halved
 * until that request is alone: it is dropped, and the others are served.
 */
final class FlowPass {
  private static final Logger log = LoggerFactory.getLogger(FlowPass.class);

  private final Marks marks;
  private final LinkNumbering numbering;
  private final FlowListener listener;
  private final AtomicLong ended = new AtomicLong();

  FlowPass(Marks marks, LinkNumbering numbering, FlowListener listener) {
    this.marks = marks;
    this.numbering = numbering;
    this.listener = listener;
  }

  /** The connections ended so far. By any thread. */
  long ended() {
    return ended.get();
  }

  /**
   * Serves requests, changes of policy in their order.
   *
   * @throws NetlinkException when the kernel refuses; the requests may be served again
   * @throws LinuxException likewise
   * @throws MalformedNetlinkException when the kernel's answer cannot be read; likewise
   */
  void serve(ConnectionTable connections, List<FlowRequest> requests) {
    Optional<Transition> latest = Optional.empty();
    for (FlowRequest request : requests) {
      if (request instanceof FlowRequest.Follow(Transition transition)) {
        latest = Optional.of(transition);
      }
    }
    serve(connections, requests, latest);
  }

  private void serve(
      ConnectionTable connections, List<FlowRequest> requests, Optional<Transition> latest) {
    try {
      scan(connections, requests, latest);
    } catch (NetlinkException | LinuxException | MalformedNetlinkException e) {
      throw e;
    } catch (RuntimeException e) {
      if (requests.size() == 1) {
        log.error("A fault stops {}, which is not tried again", requests.getFirst().name(), e);
        return;
      }
      int middle = requests.size() / 2;
      serve(connections, requests.subList(0, middle), latest);
      serve(connections, requests.subList(middle, requests.size()), latest);
    }
  }

  private void scan(
      ConnectionTable connections, List<FlowRequest> requests, Optional<Transition> latest) {
    Map<Address, Decision> moves = new HashMap<>();
    Map<Integer, Predicate<Address>> ends = new HashMap<>();
    List<Transition> transitions = new ArrayList<>();
    boolean unanswered = false;
    Set<FlowReport> reports = EnumSet.noneOf(FlowReport.class);
    for (FlowRequest request : requests) {
      switch (request) {
        case FlowRequest.Move(Address address, Decision decision, _) ->
            moves.put(address, decision);
        case FlowRequest.End(int number, Predicate<Address> isLost) -> ends.put(number, isLost);
        case FlowRequest.EndUnanswered() -> unanswered = true;
        case FlowRequest.Follow(Transition transition) -> transitions.add(transition);
        case FlowRequest.Tell(FlowReport report) -> reports.add(report);
        case FlowRequest.Preview preview -> preview.answer(connections);
      }
    }
    Misrouted misrouted = new Misrouted(moves, ends, transitions, latest, numbering.current());
    FlowScan scan = new FlowScan(marks, misrouted, reports, unanswered);
    scan.run(connections);
    end(connections, scan, misrouted);
    for (FlowReport report : reports) {
      switch (report) {
        case USED -> listener.used(scan.used());
        case CONNECTIONS -> listener.counted(scan.connections());
        case DESTINATIONS -> listener.destinations(scan.destinations());
      }
    }
  }

  private void end(ConnectionTable connections, FlowScan scan, Misrouted misrouted) {
    if (!scan.ending().isEmpty()) {
      listener.ending(scan.ending());
    }
    if (!scan.wrong().isEmpty()) {
      ended.addAndGet(connections.delete(scan.wrong()));
      scan.moved()
          .forEach(
              (address, count) ->
                  listener.ended(new Event.Moved(address, misrouted.decided(address), count)));
    }
  }
}
