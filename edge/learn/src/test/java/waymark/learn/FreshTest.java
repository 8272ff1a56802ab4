package waymark.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FreshTest {
  @TempDir Path folder;

  private Path left(String name, Duration age) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "half a file");
    return Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
  }

  @Test
  void eachWriterHasAFileOfItsOwn() throws IOException {
    Path file = folder.resolve("new/ads.list");
    try (Fresh first = Fresh.beside(file);
        Fresh second = Fresh.beside(file)) {
      Files.writeString(first.path(), "first");
      Files.writeString(second.path(), "second");
      first.takePlace();
      assertThat(file).hasContent("first");
    }
    try (var files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void whatEndedProcessesLeftIsRemoved() throws IOException {
    Duration hours = Duration.ofHours(2);
    Path file = folder.resolve("ads.list");
    Fresh gone = Fresh.beside(file);
    Path abandoned = left(gone.path().getFileName().toString(), hours);
    Path begun = left("ads.list.4711.new", Duration.ofMinutes(10));
    Path ofAnother = left("work.list.4711.new", hours);
    Path somebodys = left("ads.list.mine.new", hours);
    Fresh.beside(file).close();
    assertThat(abandoned).doesNotExist();
    assertThat(List.of(begun, ofAnother, somebodys)).allSatisfy(one -> assertThat(one).exists());
    gone.close();
  }

  @Test
  void aListThatCannotBeKeptLeavesNothing() throws IOException {
    Path occupied = folder.resolve("ads.list");
    Files.createDirectories(occupied.resolve("not empty"));
    KeptList version = new KeptList("domains", Stamp.NONE, Instant.EPOCH, 1, new byte[] {'a'});
    assertThatThrownBy(() -> version.write(occupied)).isInstanceOf(LearnException.class);
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(occupied);
    }
  }
}
