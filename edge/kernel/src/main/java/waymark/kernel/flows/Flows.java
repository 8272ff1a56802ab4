package waymark.kernel.flows;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waymark.engine.Connections;
import waymark.engine.Transition;
import waymark.kernel.links.LinkNumbering;
import waymark.kernel.links.LinkNumbers;
import waymark.kernel.model.KernelException;
import waymark.kernel.model.Marks;
import waymark.kernel.model.PolicyImpact;
import waymark.kernel.model.ScanBudget;
import waymark.kernel.system.RestartingWorker;
import waymark.policy.Address;
import waymark.policy.Decision;
import waymark.policy.Link;

/**
 * Scans the tracked connections, and ends those that leave by the wrong link, on a separate thread:
 * a scan takes milliseconds, and must not delay a held answer.
 *
 * <p>Requests that arrive during a scan share the next one, which begins after a pause that is a
 * multiple of the last scan's time. The requests of a failed scan are kept for the next. The
 * engine's thread makes the requests, unless a method says otherwise.
 */
public final class Flows implements Connections, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Flows.class);

  /** The shortest wait of a request for others that share its scan. */
  private static final long GATHER_NANOS = 5_000_000;

  private volatile ScanBudget budget;
  private final Marks marks;
  private final LinkNumbering numbering;
  private final Supplier<ConnectionTable> table;
  private final FlowPass pass;
  private final RequestQueue queue = new RequestQueue();
  private final RestartingWorker worker;

  /** Requests that are not in the queue yet. */
  private final List<FlowRequest> gathered = new ArrayList<>();

  /** Requests that are not served yet. Owned by the worker. */
  private final PendingRequests pending = new PendingRequests();

  /** Flows whose thread does not run yet. */
  public Flows(ScanBudget budget, Marks marks, LinkNumbering numbering, FlowListener listener) {
    this(budget, marks, numbering, listener, ConntrackTable::open);
  }

  /**
   * @param table opens the connections; again after a scan that failed
   */
  Flows(
      ScanBudget budget,
      Marks marks,
      LinkNumbering numbering,
      FlowListener listener,
      Supplier<ConnectionTable> table) {
    this.budget = budget;
    this.marks = marks;
    this.numbering = numbering;
    this.table = table;
    pass = new FlowPass(marks, numbering, listener);
    worker =
        new RestartingWorker(
            "waymark-flows",
            log,
            "Connections cannot be scanned; those on a wrong link stay until a scan succeeds",
            this::scanUntilClosed,
            this::keep,
            queue::close);
  }

  /** From now on scans as often as this allows. By any thread. */
  public void use(ScanBudget other) {
    budget = other;
  }

  public void start() {
    worker.start();
  }

  @Override
  public void move(Address address, Decision decision) {
    gathered.add(new FlowRequest.Move(address, decision, false));
  }

  /** As {@link #move}, for connections that must not leave by their link at all. */
  void moveNow(Address address, Decision decision) {
    gathered.add(new FlowRequest.Move(address, decision, true));
  }

  @Override
  public void follow(Transition transition) {
    gathered.add(new FlowRequest.Follow(transition));
  }

  /**
   * Ends the connections of a link that is down, or down for an address family.
   *
   * @param isLost whether the link cannot reach a destination. It is evaluated during the scan, so
   *     that connections of a link that is up again by then continue; of several calls for a link
   *     before a scan, only the last counts
   */
  public void end(Link link, Predicate<Address> isLost) {
    gathered.add(new FlowRequest.End(numbering.current().of(link), isLost));
  }

  /**
   * Ends the connections that began before the first start and are not answered yet. The kernel has
   * no room for a decision in them.
   */
  public void endUnanswered() {
    queue.add(List.of(new FlowRequest.EndUnanswered()));
  }

  /** Ends the connections of a link that is removed, by its number. */
  public void end(int number) {
    gathered.add(new FlowRequest.End(number, FlowRequest.End.ALL));
  }

  /**
   * The connections that a change of policy would end, and the number of those that would continue.
   * By any thread.
   *
   * @param numbers the numbers of both policies' links
   * @param gone the numbers of the links that the change removes
   */
  public CompletableFuture<PolicyImpact> impact(
      Transition transition,
      LinkNumbers numbers,
      Set<Integer> gone,
      List<String> before,
      List<String> after) {
    CompletableFuture<PolicyImpact> answer = new CompletableFuture<>();
    FlowRequest preview =
        new FlowRequest.Preview(
            connections ->
                ImpactScan.of(connections, marks, transition, numbers, gone, before, after),
            answer);
    if (!queue.add(List.of(preview))) {
      answer.completeExceptionally(stopped());
    }
    return answer;
  }

  @Override
  public void scan() {
    gathered.add(new FlowRequest.Tell(FlowReport.USED));
  }

  /** Asks how many open connections leave by each link. */
  void count() {
    gathered.add(new FlowRequest.Tell(FlowReport.CONNECTIONS));
  }

  /** Asks which addresses connections go to, with a mark of ours or without. */
  void census() {
    gathered.add(new FlowRequest.Tell(FlowReport.DESTINATIONS));
  }

  /** Hands the requests since the last call to the worker. */
  public void flush() {
    if (!gathered.isEmpty()) {
      queue.add(gathered);
      gathered.clear();
    }
  }

  /** The connections ended so far. By any thread. */
  public long ended() {
    return pass.ended();
  }

  private void scanUntilClosed() throws InterruptedException {
    try (ConnectionTable connections = table.get()) {
      long pause = GATHER_NANOS;
      while (worker.goesOn()) {
        pending.add(pending.isEmpty() ? queue.take(pause) : queue.poll());
        long begin = System.nanoTime();
        pass.serve(connections, pending.all());
        pending.clear();
        pause = budget.pause(System.nanoTime() - begin, GATHER_NANOS);
      }
    } catch (RuntimeException | Error e) {
      keep();
      pending.failPreviews(e);
      throw e;
    }
  }

  /** Moves the queued requests to {@link #pending}, which bounds their number. */
  private void keep() {
    pending.add(queue.poll());
  }

  private static KernelException stopped() {
    return new KernelException("the daemon is stopping; connections are not scanned any more");
  }

  /** Ends the thread after the scan that it is in. Requests that are not served are dropped. */
  @Override
  public void close() {
    worker.close();
    keep();
    pending.failPreviews(stopped());
  }
}
