package waymark.app.daemon;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waymark.api.Applied;
import waymark.api.PolicyFile;
import waymark.app.cli.Failure;
import waymark.app.config.Configuration;
import waymark.app.config.Problems;
import waymark.app.lockout.LockoutGuard;
import waymark.app.lockout.Processes;
import waymark.app.toapi.OutcomeToApi;
import waymark.app.toapi.PlanToApi;
import waymark.console.RequestOutcome;
import waymark.engine.Event;
import waymark.engine.LeaseEvent;
import waymark.engine.Transition;
import waymark.kernel.KernelHost;
import waymark.learn.LearnException;
import waymark.learn.Refresher;
import waymark.policy.Policy;

/**
 * The policy in force on this host, and how it comes to be another: by {@code apply}, SIGHUP and a
 * changed file, one at a time.
 *
 * <pre>
 *              apply, SIGHUP, changed file                confirm
 *   in force ─────────────────────────────▶ in force   ┌──────────▶ in force
 *      │       apply --confirm-within                   │
 *      └──────────────────────────────────▶ on trial ───┤ time is over, daemon stops
 *                                                       └──────────▶ the one before
 * </pre>
 */
public final class RunningPolicy implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RunningPolicy.class);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration ROLL_BACK_AGAIN = Duration.ofSeconds(5);

  private final ReentrantLock lock = new ReentrantLock();
  private final KernelHost host;
  private final EngineCalls engine;
  private final CheckedLinks links;
  private final Path file;
  private final Map<String, String> environment;
  private final SavedPolicy saved;
  private final SourceFaults sourceFaults;
  private volatile ActivePolicy current;
  private Optional<PendingConfirmation> trial = Optional.empty();

  /** Looks for newer lists and countries of what is in force. */
  private Refresher refresher;

  /**
   * The policy that a host was started with.
   *
   * @param start what the host was started with
   * @param environment what {@code ${NAME}} in files stands for
   */
  public RunningPolicy(
      KernelHost host, CheckedLinks links, Start start, Map<String, String> environment) {
    this(host, links, start, environment, PATIENCE);
  }

  /**
   * @param patience how long the engine may be busy with something else
   */
  RunningPolicy(
      KernelHost host,
      CheckedLinks links,
      Start start,
      Map<String, String> environment,
      Duration patience) {
    this.host = host;
    engine = new EngineCalls(host, patience);
    this.links = links;
    this.environment = Map.copyOf(environment);
    sourceFaults = new SourceFaults(host::tell);
    file = start.file().toAbsolutePath();
    saved = new SavedPolicy(start.configuration().state());
    current = new ActivePolicy(file, start.text(), start.configuration(), start.source());
    refresher = refresh(start.source());
  }

  private Refresher refresh(PolicySource source) {
    sourceFaults.lacking(source.faults());
    return source.refresh(what -> refreshed(source, what), sourceFaults);
  }

  /**
   * A list or the country file is another.
   *
   * @throws LearnException when it cannot be put in force now
   */
  @SuppressWarnings("ReferenceEquality")
  private void refreshed(PolicySource source, String what) {
    lock.lock();
    try {
      if (current.source() == source) {
        engine.replace(source.policy(), List.of());
        host.tell(new Event.Updated(what));
        sourceFaults.lacking(source.faults());
      }
    } catch (Failure e) {
      throw new LearnException(what + " is not in force: " + e.getMessage(), e);
    } finally {
      lock.unlock();
    }
  }

  /** What is in force has become this. */
  private void become(ActivePolicy next) {
    current = next;
    refresher.close();
    refresher = refresh(next.source());
    try {
      links.replace(next.configuration());
    } catch (RuntimeException e) {
      log.error("The links' checks cannot be those of {}", next.file(), e);
    }
  }

  /** A fault of the disk is no fault of what is in force. */
  private void keep(Runnable change) {
    try {
      change.run();
    } catch (UncheckedIOException e) {
      log.error("A restart may take {} for unconfirmed: {}", current.file(), e.getMessage());
    }
  }

  /** What the rules in force lack, by their names. */
  Map<String, String> faults() {
    return current.source().faults();
  }

  /** The file that a restart loads. */
  public Path file() {
    return file;
  }

  RequestOutcome plan(PolicyFile asked) {
    lock.lock();
    try {
      PolicyText wanted = PolicyText.read(asked, environment);
      if (!(wanted.loaded() instanceof Configuration configuration)) {
        return OutcomeToApi.wrong((Problems) wanted.loaded(), wanted.file());
      }
      List<String> fixed = RestartOnlySettings.differing(current.configuration(), configuration);
      return fixed.isEmpty()
          ? new RequestOutcome.Done(
              PlanToApi.of(
                  wanted.file().toString(),
                  engine.get(
                      host.outlook(new PolicySource(configuration, current.source()).policy()))))
          : OutcomeToApi.restart(wanted.file(), fixed);
    } catch (Failure e) {
      return OutcomeToApi.refused(e);
    } finally {
      lock.unlock();
    }
  }

  RequestOutcome apply(PolicyFile asked) {
    long begin = System.nanoTime();
    lock.lock();
    try {
      if (trial.isPresent()) {
        return OutcomeToApi.refused(
            current.file() + " is on trial for " + trial.get().secondsLeft() + " s more",
            "confirm it with `waymark apply --confirm`, or wait until it is rolled back");
      }
      return replace(
          PolicyText.read(asked, environment), asked.confirmWithin(), asked.caller(), begin);
    } catch (Failure e) {
      return OutcomeToApi.refused(e);
    } catch (UncheckedIOException e) {
      return OutcomeToApi.refused("the old policy stays: " + OutcomeToApi.reason(e), "");
    } finally {
      lock.unlock();
    }
  }

  private RequestOutcome replace(PolicyText wanted, long confirmWithin, long caller, long begin) {
    if (!(wanted.loaded() instanceof Configuration configuration)) {
      return OutcomeToApi.wrong((Problems) wanted.loaded(), wanted.file());
    }
    List<String> fixed = RestartOnlySettings.differing(current.configuration(), configuration);
    if (!fixed.isEmpty()) {
      return OutcomeToApi.restart(wanted.file(), fixed);
    }
    PolicySource source = new PolicySource(configuration, current.source());
    Policy policy = source.policy();
    if (caller > 0) {
      LockoutGuard.require(policy, configuration.exemptionSettings(), Processes.of(caller));
    }
    List<LeaseEvent.Held> leases = List.of();
    boolean refused = saved.refuses(wanted.text());
    if (confirmWithin > 0) {
      leases = engine.get(host.ask(engine -> engine.knowledge().leases()));
      saved.begin(current.text(), wanted.text());
    }
    Transition transition;
    long compiled = System.nanoTime();
    try {
      transition = engine.replace(policy, List.of());
    } catch (Failure e) {
      if (confirmWithin > 0 && !refused) {
        keep(() -> saved.withdraw(wanted.text()));
      }
      throw e;
    }
    long swapped = System.nanoTime() - compiled;
    ActivePolicy before = current;
    become(new ActivePolicy(wanted.file(), wanted.text(), configuration, source));
    if (confirmWithin > 0) {
      PendingConfirmation begun = PendingConfirmation.of(before, leases, confirmWithin);
      trial = Optional.of(begun);
      Thread.ofVirtual().name("waymark-trial").start(() -> await(begun));
    } else {
      keep(() -> saved.settle(current.text()));
    }
    Applied applied =
        current.applied(
            file,
            transition,
            begin,
            swapped,
            trial.map(PendingConfirmation::secondsLeft).orElse(0L));
    log.info(
        "The policy of {} is in force after {} ms, the change itself took {}: {} rules, {}"
            + " addresses stay, {} move, {} are dropped{}",
        applied.file(),
        applied.milliseconds(),
        applied.swapMilliseconds(),
        applied.rules(),
        applied.stay(),
        applied.move(),
        applied.dropped(),
        confirmWithin > 0 ? "; it is rolled back unless confirmed in " + confirmWithin + " s" : "");
    return new RequestOutcome.Done(applied);
  }

  RequestOutcome confirm() {
    lock.lock();
    try {
      if (trial.isEmpty()) {
        return OutcomeToApi.refused(
            "no policy waits to be confirmed", "it may have been rolled back: see the log");
      }
      saved.settle(current.text());
      trial = Optional.empty();
      log.info("The policy of {} is confirmed", current.file());
      return new RequestOutcome.Done(current.confirmed(file));
    } catch (UncheckedIOException e) {
      return OutcomeToApi.refused(
          current.file() + " cannot be confirmed: " + OutcomeToApi.reason(e),
          "it is still on trial");
    } finally {
      lock.unlock();
    }
  }

  /** Rolls back when the time of a trial is over, and tries again where the kernel refuses. */
  private void await(PendingConfirmation begun) {
    try {
      begun.await();
      while (!rollBack(begun)) {
        Thread.sleep(ROLL_BACK_AGAIN);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether that trial is over. */
  @SuppressWarnings("ReferenceEquality")
  private boolean rollBack(PendingConfirmation begun) {
    lock.lock();
    try {
      if (trial.isEmpty() || trial.get() != begun) {
        return true;
      }
      engine.replace(begun.before().source().policy(), begun.leases());
      boolean own = current.file().equals(file);
      log.warn(
          "Nobody confirmed the policy of {}: the one before is in force again{}",
          current.file(),
          own ? ", and what a restart loads while the file is as it is" : "");
      trial = Optional.empty();
      become(begun.before());
      return true;
    } catch (RuntimeException e) {
      // Whatever it is, the next attempt must come.
      log.error(
          "The policy of {} cannot be rolled back: {}", current.file(), OutcomeToApi.reason(e));
      return false;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Loads the file of the start again.
   *
   * @param why begins the sentence of the log
   * @param asked whether somebody wants it even if its text is known
   * @return what has come of it
   */
  public FileWatch.Taken reload(String why, boolean asked) {
    lock.lock();
    try {
      if (trial.isPresent()) {
        log.warn("{}, but {} is on trial: confirm it or wait", why, current.file());
        return FileWatch.Taken.LATER;
      }
      PolicyText wanted = PolicyText.read(file, environment);
      boolean known = wanted.text().equals(current.text()) && current.file().equals(file);
      if (asked || (!known && !saved.refuses(wanted.text()))) {
        log.info("{}: it is loaded", why);
        OutcomeToApi.log(replace(wanted, 0, 0, System.nanoTime()));
      }
      return FileWatch.Taken.DONE;
    } catch (RuntimeException e) {
      log.error("{} is not in force as it is now: {}", file, OutcomeToApi.reason(e));
      return e instanceof Failure ? FileWatch.Taken.REFUSED : FileWatch.Taken.DONE;
    } finally {
      lock.unlock();
    }
  }

  /** A policy on trial is rolled back: nobody will be there to confirm it. */
  @Override
  public void close() {
    lock.lock();
    try {
      trial.ifPresent(this::rollBack);
      refresher.close();
    } finally {
      lock.unlock();
    }
  }
}
