package waymark.kernel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waymark.engine.Connections;
import waymark.engine.Event;
import waymark.engine.Transition;
import waymark.linux.LinuxException;
import waymark.netlink.Conntrack;
import waymark.netlink.ConntrackFilter;
import waymark.netlink.ConntrackFlow;
import waymark.netlink.ConntrackKey;
import waymark.netlink.NetlinkException;
import waymark.policy.Address;
import waymark.policy.Client;
import waymark.policy.Decision;
import waymark.policy.Flow;
import waymark.policy.Link;
import waymark.policy.Outlet;
import waymark.policy.Scope;
import waymark.policy.Transport;

/**
 * The connections of conntrack, looked at and ended on a thread of their own: a look takes
 * milliseconds, and no held answer waits for it.
 *
 * <p>What queues up while one look is taken shares the next. Requests come from the engine's
 * thread.
 */
final class Flows implements Connections, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Flows.class);

  /** So long a request waits at least for others that share its look. */
  private static final long GATHER_NANOS = 5_000_000;

  /** So long at most, however long the last look took. */
  private static final long LONGEST_NANOS = 200_000_000;

  /** A look may take a tenth of the time: it competes with packets for the processor. */
  private static final int PAUSES_PER_LOOK = 9;

  private sealed interface Request {
    record Move(Address address, Decision decision) implements Request {}

    record End(int number) implements Request {}

    record Follow(Transition transition) implements Request {}

    record Scan() implements Request {}

    record Count() implements Request {}

    record Census(Consumer<Set<Address>> taker) implements Request {}

    record Look(Consumer<Conntrack> look) implements Request {}
  }

  private final Marks marks;
  private final LinkNumbering numbering;
  private final Consumer<Set<Address>> used;
  private final Consumer<Map<Integer, Integer>> counted;
  private final Consumer<Event> told;
  private final List<Request> gathered = new ArrayList<>();
  private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
  private final AtomicLong moved = new AtomicLong();
  private final Thread thread;

  /**
   * @param used takes the answer to a scan, on a thread of its own
   * @param counted takes the answer to a count there: connections by the numbers of their links
   * @param told takes what was ended, on that thread
   */
  Flows(
      Marks marks,
      LinkNumbering numbering,
      Consumer<Set<Address>> used,
      Consumer<Map<Integer, Integer>> counted,
      Consumer<Event> told) {
    this.counted = counted;
    this.marks = marks;
    this.numbering = numbering;
    this.used = used;
    this.told = told;
    thread = Thread.ofPlatform().name("waymark-flows").daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  @Override
  public void move(Address address, Decision decision) {
    gathered.add(new Request.Move(address, decision));
  }

  @Override
  public void follow(Transition transition) {
    gathered.add(new Request.Follow(transition));
  }

  /** Ends the connections of a link that is down. */
  void end(Link link) {
    end(numbering.current().of(link));
  }

  /** Ends the connections of a link that is gone, by its number. */
  void end(int number) {
    gathered.add(new Request.End(number));
  }

  /**
   * The connections that a change of policy would end, and how many would go on. By any thread: it
   * is looked at on this one's.
   *
   * @param numbers those of both policies' links
   * @param gone the numbers of the links that go
   */
  CompletableFuture<Outlook> outlook(
      Transition transition,
      LinkNumbers numbers,
      Set<Integer> gone,
      List<String> before,
      List<String> after) {
    CompletableFuture<Outlook> answer = new CompletableFuture<>();
    requests.add(
        new Request.Look(
            conntrack -> {
              try {
                answer.complete(look(conntrack, transition, numbers, gone, before, after));
              } catch (NetlinkException | LinuxException e) {
                answer.completeExceptionally(e);
              }
            }));
    return answer;
  }

  private Outlook look(
      Conntrack conntrack,
      Transition transition,
      LinkNumbers numbers,
      Set<Integer> gone,
      List<String> before,
      List<String> after) {
    Map<FlowOutlook, long[]> ended = new LinkedHashMap<>();
    long[] kept = {0};
    byte[] bytes = new byte[16];
    conntrack.visit(
        ConntrackFilter.all(),
        flow -> {
          int number = marks.number(flow.mark());
          if (number == 0) {
            return;
          }
          Address destination = destination(flow, bytes);
          boolean goes = gone.contains(number);
          if (goes || isMoved(transition, destination, number, flow, numbers)) {
            String link = numbers.name(number).orElse("");
            FlowOutlook key = new FlowOutlook(destination, link, goes, 0);
            ended.computeIfAbsent(key, k -> new long[1])[0]++;
          } else {
            kept[0]++;
          }
        });
    List<FlowOutlook> flows = new ArrayList<>();
    ended.forEach(
        (flow, count) ->
            flows.add(new FlowOutlook(flow.destination(), flow.link(), flow.linkGoes(), count[0])));
    return new Outlook(transition, before, after, flows, kept[0]);
  }

  private static boolean isMoved(
      Transition transition,
      Address destination,
      int number,
      ConntrackFlow flow,
      LinkNumbers numbers) {
    return transition.moves(destination)
        && !mayLeaveBy(number, flow, transition.after(destination), numbers);
  }

  private static Address destination(ConntrackFlow flow, byte[] bytes) {
    int length = flow.copyDestination(bytes, 0);
    return Address.of(length == 16 ? bytes : Arrays.copyOf(bytes, length));
  }

  @Override
  public void scan() {
    gathered.add(new Request.Scan());
  }

  /** Asks how many connections leave by each link. */
  void count() {
    gathered.add(new Request.Count());
  }

  /**
   * Asks which addresses connections go to, of ours or not.
   *
   * @param taker takes the answer, on a thread of its own
   */
  void census(Consumer<Set<Address>> taker) {
    gathered.add(new Request.Census(taker));
  }

  /** Hands on what was asked for since the last time: to wake a thread takes microseconds. */
  void flush() {
    if (!gathered.isEmpty()) {
      requests.addAll(gathered);
      gathered.clear();
    }
  }

  /** The connections ended so far. */
  long moved() {
    return moved.get();
  }

  private void run() {
    List<Request> batch = new ArrayList<>();
    try (Conntrack conntrack = Conntrack.open()) {
      long pause = GATHER_NANOS;
      while (true) {
        batch.add(requests.take());
        Thread.sleep(Duration.ofNanos(pause));
        requests.drainTo(batch);
        long begin = System.nanoTime();
        try {
          serve(conntrack, batch);
        } catch (NetlinkException | LinuxException e) {
          log.warn("Connections could not be looked at: {}", e.getMessage());
        }
        long look = System.nanoTime() - begin;
        pause = Math.clamp(PAUSES_PER_LOOK * look, GATHER_NANOS, LONGEST_NANOS);
        batch.clear();
      }
    } catch (InterruptedException _) {
      // close() asked for the end
    }
  }

  private void serve(Conntrack conntrack, List<Request> batch) {
    LinkNumbers numbers = numbering.current();
    Map<Address, Decision> moves = new HashMap<>();
    Set<Integer> ended = new HashSet<>();
    List<Transition> transitions = new ArrayList<>();
    boolean scan = false;
    boolean count = false;
    Map<Integer, Integer> connections = new HashMap<>();
    List<Consumer<Set<Address>>> takers = new ArrayList<>();
    for (Request request : batch) {
      switch (request) {
        case Request.Move(Address address, Decision decision) -> moves.put(address, decision);
        case Request.End(int number) -> ended.add(number);
        case Request.Follow(Transition transition) -> transitions.add(transition);
        case Request.Scan() -> scan = true;
        case Request.Count() -> count = true;
        case Request.Census(Consumer<Set<Address>> taker) -> takers.add(taker);
        case Request.Look(Consumer<Conntrack> look) -> look.accept(conntrack);
      }
    }
    if (!scan
        && !count
        && takers.isEmpty()
        && moves.isEmpty()
        && ended.isEmpty()
        && transitions.isEmpty()) {
      return;
    }
    Set<Address> seen = new HashSet<>();
    Set<Address> all = new HashSet<>();
    List<ConntrackKey> wrong = new ArrayList<>();
    Map<Address, Integer> movedFrom = new HashMap<>();
    byte[] bytes = new byte[16];
    conntrack.visit(
        ConntrackFilter.all(),
        flow -> {
          int number = marks.number(flow.mark());
          if (number == 0 && moves.isEmpty() && takers.isEmpty()) {
            return;
          }
          Address destination = destination(flow, bytes);
          if (number != 0) {
            seen.add(destination);
            connections.merge(number, 1, Integer::sum);
          }
          if (!takers.isEmpty()) {
            all.add(destination);
          }
          Decision decision = moves.get(destination);
          if (ended.contains(number)
              || (number != 0
                  && !transitions.isEmpty()
                  && isMoved(transitions.getLast(), destination, number, flow, numbers))
              || (decision != null && !mayLeaveBy(number, flow, decision, numbers))) {
            wrong.add(flow.key());
            if (decision != null) {
              movedFrom.merge(destination, 1, Integer::sum);
            }
          }
        });
    if (!wrong.isEmpty()) {
      moved.addAndGet(conntrack.delete(wrong));
      movedFrom.forEach(
          (address, many) ->
              told.accept(
                  new Event.Moved(address, moves.getOrDefault(address, Decision.NONE), many)));
    }
    if (scan) {
      used.accept(seen);
    }
    if (count) {
      counted.accept(connections);
    }
    takers.forEach(taker -> taker.accept(all));
  }

  /** Whether a connection can have got that link's number by a decision. */
  private static boolean mayLeaveBy(
      int mark, ConntrackFlow flow, Decision decision, LinkNumbers numbers) {
    // What was there before us leaves by the main table.
    int number = mark == 0 ? LinkNumbers.DIRECT : mark;
    for (Decision.Branch branch : decision.branches()) {
      Coverage coverage = Coverage.of(branch.scope(), flow);
      if (coverage != Coverage.NO) {
        for (Outlet outlet : branch.to()) {
          for (Link link : outlet.links()) {
            if (!link.isBlock() && numbers.of(link) == number) {
              return true;
            }
          }
        }
      }
      if (coverage == Coverage.YES) {
        return false;
      }
    }
    return false;
  }

  /** Whether a tracked connection is in a scope; conntrack does not know by what it came in. */
  private enum Coverage {
    YES,
    MAYBE,
    NO;

    static Coverage of(Scope scope, ConntrackFlow tracked) {
      if (scope.isAll()) {
        return YES;
      }
      Optional<Transport> transport =
          switch (tracked.protocol()) {
            case 6 -> Optional.of(Transport.TCP);
            case 17 -> Optional.of(Transport.UDP);
            default -> Optional.empty();
          };
      Address source = Address.of(tracked.source().getAddress());
      Flow flow = new Flow(transport, tracked.destinationPort(), source, "?");
      Scope ports = new Scope(scope.ports(), List.of());
      if (!ports.covers(flow)) {
        return NO;
      }
      if (scope.covers(flow)) {
        return YES;
      }
      return scope.clients().stream().allMatch(Client.From.class::isInstance) ? NO : MAYBE;
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
