package waymark.engine;

import java.util.function.Supplier;

/**
 * The two threads of an engine: its own, which answers wait for, and the control thread, which does
 * what takes long, one job after the other.
 */
public interface Threads {
  /** Both are the caller's: what takes long is done at once. */
  Threads ONE =
      new Threads() {
        @Override
        public <T> T onEngine(Supplier<T> step) {
          return step.get();
        }

        @Override
        public void onControl(Runnable job) {
          job.run();
        }
      };

  /** Runs a short step on the engine's thread, and waits for it. For the control thread. */
  <T> T onEngine(Supplier<T> step);

  /** As {@link #onEngine}, for a step without a result. */
  default void tellEngine(Runnable step) {
    onEngine(
        () -> {
          step.run();
          return true;
        });
  }

  /** Has the control thread run a job, after all others. For the engine's thread. */
  void onControl(Runnable job);
}
