package waymark.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class CurrentThreadTest {
  /** What proc(5) calls nice in /proc/thread-self/stat. */
  private static int nice() throws IOException {
    String stat = Files.readAllLines(Path.of("/proc/thread-self/stat")).getFirst();
    return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[16]);
  }

  private static <T> T onAnotherThread(Callable<T> task) throws Exception {
    FutureTask<T> future = new FutureTask<>(task);
    Thread.ofPlatform().start(future);
    return future.get();
  }

  @Test
  void oneThreadGivesWayAndTheOthersDoNot() throws Exception {
    int before = nice();
    int there =
        onAnotherThread(
            () -> {
              assertThat(CurrentThread.nice(before + 3)).isTrue();
              return nice();
            });
    assertThat(there).isEqualTo(before + 3);
    assertThat(nice()).isEqualTo(before);
  }
}
