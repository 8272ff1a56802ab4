package waymark.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import waymark.linux.NetworkNamespace;

/** A network namespace by its name below /run/netns. */
record Namespace(String name) {
  static Namespace create(String name) {
    Command.run("ip", "netns", "add", name);
    Command.run("ip", "-n", name, "link", "set", "lo", "up");
    return new Namespace(name);
  }

  /** Runs a program in it, to its end. */
  String run(String... words) {
    return Command.run(words(words).toArray(String[]::new));
  }

  String feed(String input, String... words) {
    return Command.feed(input, words(words).toArray(String[]::new));
  }

  /** The words that run a program in it. */
  List<String> words(String... words) {
    List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", name));
    all.addAll(List.of(words));
    return all;
  }

  /** A call from within; sockets that it opens stay in this namespace. */
  <T> T call(Callable<T> callable) {
    FutureTask<T> task =
        new FutureTask<>(
            () -> {
              NetworkNamespace.enter(Path.of("/run/netns", name));
              return callable.call();
            });
    Thread.ofPlatform().name("in-" + name).start(task);
    try {
      return task.get();
    } catch (InterruptedException e) {
      throw new BenchException("interrupted", e);
    } catch (ExecutionException e) {
      throw switch (e.getCause()) {
        case RuntimeException cause -> cause;
        case IOException cause -> new UncheckedIOException(cause);
        case Throwable cause -> new BenchException("failed in namespace " + name, cause);
      };
    }
  }
}
