package waymark.app.daemon;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waymark.api.Lists;
import waymark.app.cli.Failure;
import waymark.engine.Event;
import waymark.journal.Journal;
import waymark.kernel.KernelHost;
import waymark.learn.LearnException;
import waymark.learn.Refresher;

/**
 * The policy in force with what depends on it: link checks, the journal, and the refresh of its
 * lists and countries. Whoever replaces it holds the lock.
 */
final class CurrentPolicy implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(CurrentPolicy.class);

  /** Less than a client waits for an answer. */
  private static final long FETCH_SECONDS = 8;

  private final ReentrantLock lock;
  private final KernelHost host;
  private final EngineCalls engine;
  private final CheckedLinks links;
  private final Journal journal;
  private final SourceFaults sourceFaults;
  private volatile ActivePolicy active;
  private volatile Refresher refresher;

  /**
   * @param lock held while a policy is replaced
   */
  CurrentPolicy(
      ReentrantLock lock,
      KernelHost host,
      EngineCalls engine,
      CheckedLinks links,
      Journal journal,
      ActivePolicy first) {
    this.lock = lock;
    this.host = host;
    this.engine = engine;
    this.links = links;
    this.journal = journal;
    sourceFaults = new SourceFaults(host::tell);
    active = first;
    refresher = refresh(first.source());
  }

  ActivePolicy get() {
    return active;
  }

  /** Why rules in force are incomplete, by their names. */
  Map<String, String> faults() {
    return active.source().faults();
  }

  /** A sentence about each list or country file whose newest version cannot be used. */
  List<String> stale() {
    return sourceFaults.now();
  }

  /** What the policy takes from lists and the country file. */
  Lists lists() {
    return active.source().report(refresher);
  }

  /** Fetches the lists now, and waits for them a few seconds; those that are slower go on. */
  void fetch() {
    try {
      refresher.now().get(FETCH_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException _) {
      log.info("Lists are still being fetched after {} s", FETCH_SECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException("the lists cannot be fetched: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the daemon is stopping", e);
    }
  }

  /** The engine has put another policy in force. */
  void become(ActivePolicy next) {
    active = next;
    refresher.close();
    refresher = refresh(next.source());
    journal.use(next.configuration().journal());
    try {
      links.replace(next.configuration());
    } catch (RuntimeException e) {
      log.error("Cannot check the links as {} says", next.file(), e);
    }
  }

  private Refresher refresh(PolicySource source) {
    sourceFaults.incomplete(source.faults());
    return source.refresh(what -> refreshed(source, what), sourceFaults);
  }

  /**
   * A list or the country file has changed.
   *
   * @throws LearnException when it cannot be put in force now
   */
  @SuppressWarnings("ReferenceEquality")
  private void refreshed(PolicySource source, String what) {
    lock.lock();
    try {
      if (active.source() == source) {
        engine.replace(source.policy());
        host.tell(new Event.Updated(what));
        sourceFaults.incomplete(source.faults());
      }
    } catch (Failure e) {
      throw new LearnException(what + " is not in force: " + e.getMessage(), e);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    refresher.close();
  }
}
