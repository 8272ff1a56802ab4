package waymark.kernel;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import waymark.engine.Threads;
import waymark.kernel.capture.EngineLoop;
import waymark.kernel.system.ControlThread;

/** The threads of the engine on this host. */
final class HostThreads implements Threads {
  private final Supplier<EngineLoop> loop;
  private final ControlThread control;

  /**
   * @param loop the engine's thread, asked for when it is first needed
   */
  HostThreads(Supplier<EngineLoop> loop, ControlThread control) {
    this.loop = loop;
    this.control = control;
  }

  @Override
  public <T> T onEngine(Supplier<T> step) {
    return join(loop.get().ask(_ -> step.get()));
  }

  /** Runs a job on the control thread, and waits for it. */
  <T> T fromControl(Supplier<T> job) {
    return join(control.ask(job));
  }

  private static <T> T join(CompletableFuture<T> answer) {
    try {
      return answer.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  @Override
  public void onControl(Runnable job) {
    control.execute(job);
  }
}
