package waymark.app.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class FileWatchTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void aFaultDoesNotEndIt() throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve("waymark.yaml"), "1");
    BlockingQueue<Long> seen = new LinkedBlockingQueue<>();
    try (FileWatch watch = new FileWatch(file)) {
      watch.start(
          () -> {
            seen.add(file.toFile().length());
            throw new IllegalStateException("the disk is full");
          });
      Files.writeString(file, "22");
      assertThat(seen.poll(20, TimeUnit.SECONDS)).isEqualTo(2);
      Files.writeString(file, "333");
      assertThat(seen.poll(20, TimeUnit.SECONDS)).isEqualTo(3);
    }
  }

  @Test
  void whatChangedBeforeItBeganIsAChange() throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve("waymark.yaml"), "1");
    BlockingQueue<Long> seen = new LinkedBlockingQueue<>();
    try (FileWatch watch = new FileWatch(file)) {
      Files.writeString(file, "22");
      watch.start(
          () -> {
            seen.add(file.toFile().length());
            return FileWatch.Taken.DONE;
          });
      assertThat(seen.poll(20, TimeUnit.SECONDS)).isEqualTo(2);
    }
  }

  @Test
  void whatCannotBeTakenNowIsTakenLater() throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve("waymark.yaml"), "1");
    CountDownLatch attempts = new CountDownLatch(3);
    try (FileWatch watch = new FileWatch(file)) {
      Files.writeString(file, "22");
      watch.start(
          () -> {
            attempts.countDown();
            return FileWatch.Taken.LATER;
          });
      assertThat(attempts.await(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void whatIsRefusedIsTriedAFewTimes() throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve("waymark.yaml"), "1");
    BlockingQueue<Long> seen = new LinkedBlockingQueue<>();
    try (FileWatch watch = new FileWatch(file)) {
      Files.writeString(file, "22");
      watch.start(
          () -> {
            seen.add(file.toFile().length());
            return FileWatch.Taken.REFUSED;
          });
      for (int attempt = 0; attempt < 4; attempt++) {
        assertThat(seen.poll(30, TimeUnit.SECONDS)).isEqualTo(2);
      }
      Files.writeString(file, "333");
      assertThat(seen.poll(30, TimeUnit.SECONDS)).isEqualTo(3);
    }
  }
}
