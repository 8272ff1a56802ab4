package waymark.kernel.flows;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waymark.engine.Connections;
import waymark.engine.Event;
import waymark.engine.Transition;
import waymark.kernel.links.LinkNumbering;
import waymark.kernel.links.LinkNumbers;
import waymark.kernel.model.Marks;
import waymark.kernel.model.PolicyImpact;
import waymark.kernel.model.ScanBudget;
import waymark.linux.LinuxException;
import waymark.netlink.Conntrack;
import waymark.netlink.NetlinkException;
import waymark.policy.Address;
import waymark.policy.Decision;
import waymark.policy.Link;

/**
 * The connections of conntrack, looked at and ended on a thread of their own: a look takes
 * milliseconds, and no held answer waits for it.
 *
 * <p>What queues up while one look is taken shares the next, and the next comes after a pause that
 * is a multiple of it. Requests come from the engine's thread.
 */
public final class Flows implements Connections, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Flows.class);

  /** So long a request waits at least for others that share its look. */
  private static final long GATHER_NANOS = 5_000_000;

  /** So many requests are tried again after a fault. */
  private static final int MOST_KEPT = 100_000;

  private sealed interface Request {
    record Move(Address address, Decision decision, boolean isUrgent) implements Request {}

    record End(int number, Predicate<Address> isLost) implements Request {}

    record Follow(Transition transition) implements Request {}

    record Scan() implements Request {}

    record Count() implements Request {}

    record Census(Consumer<Set<Address>> taker) implements Request {}

    record Look(Consumer<Conntrack> look) implements Request {}

    /** Whether somebody waits for it. */
    default boolean isUrgent() {
      return switch (this) {
        case End _, Follow _, Census _, Look _ -> true;
        case Scan _, Count _ -> false;
        case Move move -> move.isUrgent();
      };
    }
  }

  private final ScanBudget budget;
  private final Marks marks;
  private final LinkNumbering numbering;
  private final Consumer<Set<Address>> used;
  private final Consumer<Map<Integer, Integer>> counted;
  private final Consumer<Event> told;
  private final List<Request> gathered = new ArrayList<>();
  private final Queue<Request> requests = new ConcurrentLinkedQueue<>();
  private final AtomicLong moved = new AtomicLong();
  private final Thread thread;

  /** Whether the thread has nothing to do, and wants to be woken by whatever comes. */
  private volatile boolean idle;

  /** Whether something came that no pause keeps waiting. */
  private volatile boolean urgent;

  /**
   * Flows whose thread does not run yet.
   *
   * @param used takes the answer to a scan, on a thread of its own
   * @param counted takes the answer to a count there: open connections by the numbers of their
   *     links
   * @param told takes what was ended, on that thread
   */
  public Flows(
      ScanBudget budget,
      Marks marks,
      LinkNumbering numbering,
      Consumer<Set<Address>> used,
      Consumer<Map<Integer, Integer>> counted,
      Consumer<Event> told) {
    this.budget = budget;
    this.counted = counted;
    this.marks = marks;
    this.numbering = numbering;
    this.used = used;
    this.told = told;
    thread = Thread.ofPlatform().name("waymark-flows").daemon().unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  @Override
  public void move(Address address, Decision decision) {
    gathered.add(new Request.Move(address, decision, false));
  }

  /** As {@link #move}, where what leaves meanwhile should not leave at all. */
  void moveNow(Address address, Decision decision) {
    gathered.add(new Request.Move(address, decision, true));
  }

  @Override
  public void follow(Transition transition) {
    gathered.add(new Request.Follow(transition));
  }

  /**
   * Ends the connections of a link that is down, or is for their family.
   *
   * @param isLost whether a destination is out of the link's reach, asked on this thread: what
   *     begins when it is up again goes on, and so does what was not ended until then. It is false
   *     before a connection can begin.
   */
  public void end(Link link, Predicate<Address> isLost) {
    gathered.add(new Request.End(numbering.current().of(link), isLost));
  }

  /** Ends the connections of a link that is gone, by its number. */
  public void end(int number) {
    gathered.add(new Request.End(number, _ -> true));
  }

  /**
   * The connections that a change of policy would end, and how many would go on. By any thread: it
   * is looked at on this one's.
   *
   * @param numbers those of both policies' links
   * @param gone the numbers of the links that go
   */
  public CompletableFuture<PolicyImpact> outlook(
      Transition transition,
      LinkNumbers numbers,
      Set<Integer> gone,
      List<String> before,
      List<String> after) {
    CompletableFuture<PolicyImpact> answer = new CompletableFuture<>();
    hand(
        List.of(
            new Request.Look(
                conntrack -> {
                  try {
                    answer.complete(
                        ImpactScan.of(conntrack, marks, transition, numbers, gone, before, after));
                  } catch (NetlinkException | LinuxException e) {
                    answer.completeExceptionally(e);
                  }
                })));
    return answer;
  }

  @Override
  public void scan() {
    gathered.add(new Request.Scan());
  }

  /** Asks how many open connections leave by each link. */
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

  /** Hands on what was asked for since the last time. */
  public void flush() {
    if (!gathered.isEmpty()) {
      hand(gathered);
      gathered.clear();
    }
  }

  /** To wake a thread takes microseconds: it is woken only when it would not look by itself. */
  private void hand(List<Request> all) {
    boolean wanted = false;
    for (Request request : all) {
      requests.add(request);
      wanted |= request.isUrgent();
    }
    if (wanted) {
      urgent = true;
    }
    if (wanted || idle) {
      LockSupport.unpark(thread);
    }
  }

  /** The connections ended so far. */
  public long moved() {
    return moved.get();
  }

  private void run() {
    List<Request> batch = new ArrayList<>();
    try (Conntrack conntrack = Conntrack.open()) {
      long pause = GATHER_NANOS;
      boolean failing = false;
      while (!Thread.currentThread().isInterrupted()) {
        awaitRequest(batch);
        gather(pause);
        for (Request next = requests.poll(); next != null; next = requests.poll()) {
          batch.add(next);
        }
        long begin = System.nanoTime();
        try {
          serve(conntrack, batch);
          batch.clear();
          failing = false;
        } catch (NetlinkException | LinuxException e) {
          if (!failing) {
            log.warn("Connections cannot be looked at, which is tried again: {}", e.getMessage());
          }
          failing = true;
          keep(batch);
        } catch (RuntimeException e) {
          log.error("The look at connections goes on after a fault", e);
          batch.clear();
        }
        pause =
            failing ? budget.longestPause() : budget.pause(System.nanoTime() - begin, GATHER_NANOS);
      }
    }
  }

  /** What failed shares the next look, except what has been answered, and never without bound. */
  private static void keep(List<Request> batch) {
    batch.removeIf(Request.Look.class::isInstance);
    if (batch.size() > MOST_KEPT) {
      batch.subList(0, batch.size() - MOST_KEPT).clear();
    }
  }

  private void awaitRequest(List<Request> batch) {
    idle = true;
    while (batch.isEmpty() && requests.isEmpty() && !Thread.currentThread().isInterrupted()) {
      LockSupport.park(this);
    }
    idle = false;
  }

  /** Waits for what may share the next look. */
  private void gather(long pause) {
    long end = System.nanoTime() + pause;
    for (long left = pause;
        left > 0 && !urgent && !Thread.currentThread().isInterrupted();
        left = end - System.nanoTime()) {
      LockSupport.parkNanos(this, left);
    }
    urgent = false;
  }

  private void serve(Conntrack conntrack, List<Request> batch) {
    Map<Address, Decision> moves = new HashMap<>();
    Map<Integer, Predicate<Address>> ended = new HashMap<>();
    List<Transition> transitions = new ArrayList<>();
    Set<FlowScan.Asked> asked = EnumSet.noneOf(FlowScan.Asked.class);
    List<Consumer<Set<Address>>> takers = new ArrayList<>();
    for (Request request : batch) {
      switch (request) {
        case Request.Move(Address address, Decision decision, _) -> moves.put(address, decision);
        case Request.End(int number, Predicate<Address> isLost) ->
            ended.merge(number, isLost, Predicate::or);
        case Request.Follow(Transition transition) -> transitions.add(transition);
        case Request.Scan() -> asked.add(FlowScan.Asked.USED);
        case Request.Count() -> asked.add(FlowScan.Asked.CONNECTIONS);
        case Request.Census(Consumer<Set<Address>> taker) -> {
          asked.add(FlowScan.Asked.DESTINATIONS);
          takers.add(taker);
        }
        case Request.Look(Consumer<Conntrack> look) -> look.accept(conntrack);
      }
    }
    Misrouted misrouted = new Misrouted(moves, ended, transitions, numbering.current());
    FlowScan look = new FlowScan(marks, misrouted, asked);
    look.take(conntrack);
    if (!look.wrong().isEmpty()) {
      moved.addAndGet(conntrack.delete(look.wrong()));
      look.moved()
          .forEach(
              (address, many) ->
                  told.accept(new Event.Moved(address, misrouted.decided(address), many)));
    }
    if (asked.contains(FlowScan.Asked.USED)) {
      used.accept(look.used());
    }
    if (asked.contains(FlowScan.Asked.CONNECTIONS)) {
      counted.accept(look.connections());
    }
    takers.forEach(taker -> taker.accept(look.destinations()));
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
