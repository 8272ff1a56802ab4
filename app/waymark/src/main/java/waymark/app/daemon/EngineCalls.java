package waymark.app.daemon;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import waymark.app.cli.Exit;
import waymark.app.cli.Failure;
import waymark.app.config.Configuration;
import waymark.console.ConsoleException;
import waymark.engine.LeaseEvent;
import waymark.engine.Transition;
import waymark.kernel.KernelHost;
import waymark.kernel.model.StoppedException;
import waymark.policy.Policy;

/**
 * Calls of the engine that wait for their answer.
 *
 * @param ports change with the policy
 * @param patience how long a question may take
 */
record EngineCalls(KernelHost host, ApiPorts ports, Duration patience) {
  /**
   * Puts a policy in force: when this returns, it is; when this throws, it is not and will not be.
   * An engine that is stuck does not get the policy, and one that got it is waited for.
   *
   * @param with the settings that go with it
   * @param held leases of an earlier time of that policy, to restore
   * @throws Failure when the old policy and the old settings stay
   */
  Transition replace(Policy policy, Configuration with, List<LeaseEvent.Held> held) {
    get(host.ask(_ -> true));
    try {
      ports.prepare(with.api());
    } catch (ConsoleException e) {
      throw new Failure(Exit.FAILED, "the old policy stays in force: " + e.getMessage(), "");
    }
    try {
      Transition transition = await(host.replace(policy, with.live(), held));
      ports.take(with.api());
      return transition;
    } catch (Failure e) {
      ports.undo();
      throw e;
    }
  }

  /** Puts a newer version of the policy in force; the settings stay. As the other. */
  Transition replace(Policy policy) {
    get(host.ask(_ -> true));
    return await(host.replace(policy, List.of()));
  }

  private static Transition await(CompletableFuture<Transition> answer) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return answer.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw failed(e);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * The answer to a question that changes nothing.
   *
   * @throws Failure when there is none in time
   */
  <T> T get(CompletableFuture<T> answer) {
    try {
      return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new Failure(Exit.FAILED, "the engine did not answer in time", "see the daemon's log");
    } catch (ExecutionException e) {
      throw failed(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure(Exit.FAILED, "the daemon is stopping", "");
    }
  }

  private static Failure failed(ExecutionException e) {
    Throwable cause = e.getCause();
    if (cause instanceof StoppedException) {
      return new Failure(
          Exit.FAILED,
          "the daemon was stopped before the policy was in force",
          "start it again with 'waymark run', which puts the policy of its file in force");
    }
    String reason = cause == null ? e.toString() : String.valueOf(cause.getMessage());
    return new Failure(Exit.FAILED, "the old policy stays in force: " + reason, "");
  }
}
