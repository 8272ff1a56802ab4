package waymark.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileWatchTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void aFaultDoesNotEndIt() throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve("waymark.yaml"), "1");
    BlockingQueue<Long> seen = new LinkedBlockingQueue<>();
    try (FileWatch _ =
        new FileWatch(
            file,
            () -> {
              seen.add(file.toFile().length());
              throw new IllegalStateException("the disk is full");
            })) {
      Files.writeString(file, "22");
      assertThat(seen.poll(20, TimeUnit.SECONDS)).isEqualTo(2);
      Files.writeString(file, "333");
      assertThat(seen.poll(20, TimeUnit.SECONDS)).isEqualTo(3);
    }
  }
}
