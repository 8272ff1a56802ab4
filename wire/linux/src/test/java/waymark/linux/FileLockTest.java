package waymark.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileLockTest {
  @TempDir Path folder;

  @Test
  void aFileHasOneLock() throws IOException {
    Path file = Files.createFile(folder.resolve("lock"));
    try (FileLock _ = FileLock.take(file)) {
      assertThatThrownBy(() -> FileLock.take(file))
          .isInstanceOfSatisfying(
              LinuxException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EAGAIN));
      assertThat(Files.readString(file)).isEmpty();
    }
    FileLock.take(file).close();
  }

  @Test
  void aMissingFileIsNotMade() {
    assertThatThrownBy(() -> FileLock.take(folder.resolve("none")))
        .isInstanceOfSatisfying(
            LinuxException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENOENT))
        .hasMessageContaining("none");
  }
}
