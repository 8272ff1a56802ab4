package waymark.app.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import waymark.linux.NetworkNamespace;

/** Threads in the namespace of a host: every socket that they open belongs to that host. */
final class HostThreads implements AutoCloseable {
  private final ExecutorService threads;

  /** Starts platform threads, because a namespace belongs to a kernel thread. */
  HostThreads(String host, int count) {
    threads =
        Executors.newFixedThreadPool(
            count,
            work ->
                Thread.ofPlatform()
                    .name("lab-" + host)
                    .daemon()
                    .unstarted(
                        () -> {
                          NetworkNamespace.enter(LabNetwork.namespace(host));
                          work.run();
                        }));
  }

  <T> Future<T> start(Callable<T> work) {
    return threads.submit(work);
  }

  <T> T run(Callable<T> work) {
    return await(start(work));
  }

  /** Runs the same work on several threads at once. */
  <T> List<T> runAll(int times, Callable<T> work) {
    List<Future<T>> started = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      started.add(start(work));
    }
    return started.stream().map(HostThreads::await).toList();
  }

  static <T> T await(Future<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof LabException problem) {
        throw problem;
      }
      throw new LabException("a client failed: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("interrupted", e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
