package waymark.app.daemon;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waymark.api.Applied;
import waymark.api.Lists;
import waymark.api.PolicyFile;
import waymark.app.cli.Failure;
import waymark.app.config.Configuration;
import waymark.app.lockout.LockoutGuard;
import waymark.app.lockout.Processes;
import waymark.app.toapi.OutcomeToApi;
import waymark.app.toapi.PlanToApi;
import waymark.console.Console;
import waymark.console.RequestOutcome;
import waymark.engine.LeaseEvent;
import waymark.engine.Transition;
import waymark.journal.Journal;
import waymark.kernel.KernelHost;
import waymark.kernel.model.CaptureSettings;
import waymark.policy.Policy;

/**
 * Replaces the policy in force on this host: by {@code apply}, SIGHUP and a changed file, one at a
 * time.
 *
 * <pre>
 *              apply, SIGHUP, changed file                confirm
 *   in force ─────────────────────────────▶ in force   ┌──────────▶ in force
 *      │       apply --confirm-within                   │
 *      └──────────────────────────────────▶ on trial ───┤ time is over, rollback, daemon stops
 *                                                       └──────────▶ the one before
 * </pre>
 */
public final class RunningPolicy implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RunningPolicy.class);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ReentrantLock lock = new ReentrantLock();
  private final KernelHost host;
  private final EngineCalls engine;
  private final Path file;
  private final Map<String, String> environment;
  private final SavedPolicy saved;
  private final CurrentPolicy current;
  private volatile Optional<PendingConfirmation> trial = Optional.empty();

  /**
   * The policy that a host was started with.
   *
   * @param start what the host was started with
   * @param environment what {@code ${NAME}} in files stands for
   */
  public RunningPolicy(
      KernelHost host,
      CheckedLinks links,
      Journal journal,
      Console console,
      Start start,
      Map<String, String> environment) {
    this(host, links, journal, console, start, environment, PATIENCE);
  }

  /**
   * @param patience how long the engine may be busy with something else
   */
  RunningPolicy(
      KernelHost host,
      CheckedLinks links,
      Journal journal,
      Console console,
      Start start,
      Map<String, String> environment,
      Duration patience) {
    this.host = host;
    engine = new EngineCalls(host, new ApiPorts(console, start.configuration().api()), patience);
    this.environment = Map.copyOf(environment);
    file = start.file().toAbsolutePath();
    saved = new SavedPolicy(start.configuration().state());
    current =
        new CurrentPolicy(
            lock,
            host,
            engine,
            links,
            journal,
            new ActivePolicy(file, start.text(), start.configuration(), start.source()));
  }

  /** Why rules in force are incomplete, by their names. */
  Map<String, String> faults() {
    return current.faults();
  }

  /** How the configuration in force says that names are learned. */
  CaptureSettings.Mode asked() {
    return active().configuration().captureSettings().mode();
  }

  /** What somebody who asks for the status should know: a sentence each. Waits for nothing. */
  List<String> notes() {
    List<String> notes = new ArrayList<>();
    trial.ifPresent(
        begun ->
            notes.add(
                "the policy of "
                    + active().file()
                    + " is on trial: it is rolled back in "
                    + begun.secondsLeft()
                    + " s unless 'waymark apply --confirm' follows"));
    notes.addAll(current.stale());
    return notes;
  }

  /** The configuration in force. */
  Configuration configuration() {
    return current.get().configuration();
  }

  /** The lists and countries of the policy in force. */
  PolicySource source() {
    return current.get().source();
  }

  /** What the policy in force takes from lists and the country file. */
  Lists lists() {
    return current.lists();
  }

  /** Fetches the lists now; what takes longer than the patience of a caller goes on. */
  Lists refreshLists() {
    current.fetch();
    return lists();
  }

  RequestOutcome plan(PolicyFile asked) {
    lock.lock();
    try {
      return switch (Candidate.of(PolicyText.read(asked, environment), active())) {
        case Candidate.Rejected(var outcome) -> outcome;
        case Candidate.Valid(var text, var configuration, var source) ->
            new RequestOutcome.Done(
                PlanToApi.of(
                    text.file().toString(),
                    engine.get(host.impact(source.policy(), configuration.live())),
                    source.warnings()));
      };
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
            active().file() + " is on trial for " + trial.get().secondsLeft() + " s more",
            "confirm it with 'waymark apply --confirm', or end it with 'waymark apply --rollback'");
      }
      return replace(
          PolicyText.read(asked, environment), asked.confirmWithin(), asked.caller(), begin);
    } catch (Failure e) {
      return OutcomeToApi.refused(e);
    } catch (UncheckedIOException e) {
      return OutcomeToApi.refused("the old policy stays in force: " + OutcomeToApi.reason(e), "");
    } finally {
      lock.unlock();
    }
  }

  private RequestOutcome replace(PolicyText wanted, long confirmWithin, long caller, long begin) {
    return switch (Candidate.of(wanted, active())) {
      case Candidate.Rejected(var outcome) -> outcome;
      case Candidate.Valid valid -> replace(valid, confirmWithin, caller, begin);
    };
  }

  private RequestOutcome replace(
      Candidate.Valid wanted, long confirmWithin, long caller, long begin) {
    Policy policy = wanted.source().policy();
    if (caller > 0) {
      LockoutGuard.require(
          policy, wanted.configuration().exemptionSettings(), Processes.of(caller));
    }
    String text = wanted.text().text();
    List<LeaseEvent.Held> leases = List.of();
    boolean refused = saved.refuses(text);
    if (confirmWithin > 0) {
      leases = engine.get(host.ask(engine -> engine.knowledge().leases()));
      saved.begin(active().text(), text);
    }
    long compiled = System.nanoTime();
    Transition transition = replace(wanted, policy, confirmWithin > 0 && !refused);
    long swapped = System.nanoTime() - compiled;
    ActivePolicy before = active();
    current.become(wanted.active());
    if (confirmWithin > 0) {
      PendingConfirmation begun = PendingConfirmation.of(before, leases, confirmWithin);
      trial = Optional.of(begun);
      begun.start(this::rollBack);
    } else {
      keep(() -> saved.settle(text));
    }
    long left = trial.map(PendingConfirmation::secondsLeft).orElse(0L);
    Applied applied = active().applied(file, transition, begin, swapped, left);
    ActivePolicy.log(applied);
    return new RequestOutcome.Done(applied);
  }

  /**
   * Puts a policy in force.
   *
   * @param withdraw whether a failure makes its text no longer unconfirmed
   */
  private Transition replace(Candidate.Valid wanted, Policy policy, boolean withdraw) {
    try {
      return engine.replace(policy, wanted.configuration(), List.of());
    } catch (Failure e) {
      if (withdraw) {
        keep(() -> saved.withdraw(wanted.text().text()));
      }
      throw e;
    }
  }

  RequestOutcome confirm() {
    lock.lock();
    try {
      if (trial.isEmpty()) {
        return OutcomeToApi.noTrial();
      }
      saved.settle(active().text());
      trial = Optional.empty();
      log.info("Confirmed {}", active().file());
      return new RequestOutcome.Done(active().confirmed(file));
    } catch (UncheckedIOException e) {
      return OutcomeToApi.refused(
          "cannot confirm " + active().file() + ": " + OutcomeToApi.reason(e),
          "it is still on trial");
    } finally {
      lock.unlock();
    }
  }

  /** Ends the trial at once. */
  RequestOutcome rollBack() {
    lock.lock();
    try {
      if (trial.isEmpty()) {
        return OutcomeToApi.noTrial();
      }
      rollBackTo(trial.get(), "as asked");
      return new RequestOutcome.Done(active().confirmed(file));
    } catch (Failure e) {
      return OutcomeToApi.refused(
          "cannot roll back " + active().file() + ": " + e.getMessage(), "it is still on trial");
    } finally {
      lock.unlock();
    }
  }

  private void rollBackTo(PendingConfirmation begun, String why) {
    ActivePolicy before = begun.before();
    engine.replace(before.source().policy(), before.configuration(), begun.leases());
    boolean own = active().file().equals(file);
    log.warn(
        "Rolled back {}, {}{}",
        active().file(),
        why,
        own ? "; a restart loads the previous policy while the file is unchanged" : "");
    trial = Optional.empty();
    current.become(before);
  }

  /** Whether that trial is over. */
  @SuppressWarnings("ReferenceEquality")
  private boolean rollBack(PendingConfirmation begun) {
    lock.lock();
    try {
      if (trial.isPresent() && trial.get() == begun) {
        rollBackTo(begun, "which nobody confirmed");
      }
      return true;
    } catch (RuntimeException e) {
      // Whatever it is, the next attempt must come.
      log.error("Cannot roll back {}: {}", active().file(), OutcomeToApi.reason(e));
      return false;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Reloads the file of the start.
   *
   * @param why for the log
   * @param forced whether it is applied even if its text is known
   */
  public FileWatch.Taken reload(String why, boolean forced) {
    lock.lock();
    try {
      if (trial.isPresent()) {
        log.warn("Not reloading {} ({}): {} is on trial", file, why, active().file());
        return FileWatch.Taken.LATER;
      }
      PolicyText wanted = PolicyText.read(file, environment);
      boolean known = wanted.text().equals(active().text()) && active().file().equals(file);
      if (forced || (!known && !saved.refuses(wanted.text()))) {
        log.info("Reloading {}: {}", file, why);
        OutcomeToApi.log(replace(wanted, 0, 0, System.nanoTime()));
      }
      return FileWatch.Taken.DONE;
    } catch (RuntimeException e) {
      log.error("Cannot apply {}: {}", file, OutcomeToApi.reason(e));
      return e instanceof Failure ? FileWatch.Taken.REFUSED : FileWatch.Taken.DONE;
    } finally {
      lock.unlock();
    }
  }

  private ActivePolicy active() {
    return current.get();
  }

  /** A fault of the disk does not undo what is in force. */
  private void keep(Runnable change) {
    try {
      change.run();
    } catch (UncheckedIOException e) {
      log.error("A restart may treat {} as unconfirmed: {}", active().file(), e.getMessage());
    }
  }

  /** Rolls back a policy on trial: nobody will be there to confirm it. */
  @Override
  public void close() {
    lock.lock();
    try {
      trial.ifPresent(this::rollBack);
      current.close();
    } finally {
      lock.unlock();
    }
  }
}
