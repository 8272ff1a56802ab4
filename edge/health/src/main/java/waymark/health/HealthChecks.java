package waymark.health;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running checks of all links: a thread each, in the network namespace of the thread that
 * started it.
 */
public final class HealthChecks implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HealthChecks.class);

  private final ProbeEnvironment probeEnvironment;
  private final HealthListener listener;

  /** Guards the threads and their health, and serializes the calls of the listener. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Map<String, ProbeThread> threads = new LinkedHashMap<>();
  private final Map<String, Health> health = new HashMap<>();
  private volatile Map<String, LinkHealth> snapshot = Map.of();
  private boolean closed;

  private HealthChecks(ProbeEnvironment probeEnvironment, HealthListener listener) {
    this.probeEnvironment = probeEnvironment;
    this.listener = listener;
  }

  /**
   * Starts the checks; every link is up until its check turns it down. Sockets need CAP_NET_ADMIN
   * for their marks, and pings CAP_NET_RAW or a group in {@code net.ipv4.ping_group_range}.
   *
   * @param checks the checks by the names of their links
   * @param devices gives the name by which sockets are bound to an interface now, for any of its
   *     names; called by any thread
   * @param listener is told when a link turns up or down
   */
  public static HealthChecks start(
      Map<String, LinkCheck> checks, UnaryOperator<String> devices, HealthListener listener) {
    return start(
        checks,
        listener,
        new ProbeEnvironment(
            devices,
            Resolver.system(),
            TrustedTls.system(),
            InstantSource.system(),
            new SecureRandom()));
  }

  static HealthChecks start(
      Map<String, LinkCheck> checks, HealthListener listener, ProbeEnvironment probeEnvironment) {
    HealthChecks started = new HealthChecks(probeEnvironment, listener);
    started.replace(checks);
    return started;
  }

  /**
   * Checks these links from now on. A link with the same name and check keeps its health; a new or
   * changed one is up at first, and the listener is not told: read {@link #now}.
   */
  public void replace(Map<String, LinkCheck> checks) {
    lock.lock();
    try {
      if (closed) {
        throw new IllegalStateException("the checks are closed");
      }
      threads
          .entrySet()
          .removeIf(
              entry -> {
                boolean ends = !entry.getValue().link().equals(checks.get(entry.getKey()));
                if (ends) {
                  entry.getValue().stop();
                  health.remove(entry.getKey());
                }
                return ends;
              });
      checks.forEach(
          (name, check) -> {
            if (!threads.containsKey(name)) {
              begin(name, check);
            }
          });
      publish();
    } finally {
      lock.unlock();
    }
  }

  private void begin(String name, LinkCheck link) {
    Health unknown = Health.unknown(link.check(), probeEnvironment.clock().instant());
    ProbeThread thread =
        new ProbeThread(
            name,
            link,
            probeEnvironment,
            unknown,
            (from, probeOutcome) -> observe(name, from, probeOutcome));
    threads.put(name, thread);
    health.put(name, unknown);
    thread.start();
  }

  private Health observe(String name, ProbeThread from, ProbeOutcome probeOutcome) {
    lock.lock();
    try {
      Health before = health.get(name);
      if (before == null || threads.get(name) != from) {
        return Health.unknown(from.link().check(), probeEnvironment.clock().instant());
      }
      Health after = before.observe(probeOutcome, probeEnvironment.clock().instant());
      health.put(name, after);
      publish();
      if (after.isUp() != before.isUp()) {
        tell(name, after.link());
      }
      return after;
    } finally {
      lock.unlock();
    }
  }

  private void tell(String name, LinkHealth turned) {
    try {
      listener.turned(name, turned);
    } catch (RuntimeException e) {
      log.error("The new state of link {} could not be passed on; its check continues", name, e);
    }
  }

  private void publish() {
    Map<String, LinkHealth> links = new HashMap<>();
    health.forEach((name, of) -> links.put(name, of.link()));
    snapshot = Map.copyOf(links);
  }

  /** An immutable snapshot of the checked links by name; never waits. */
  public Map<String, LinkHealth> now() {
    return snapshot;
  }

  /** Stops all checks and the calls of the listener. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      threads.values().forEach(ProbeThread::stop);
      threads.clear();
      health.clear();
      publish();
    } finally {
      lock.unlock();
    }
  }
}
