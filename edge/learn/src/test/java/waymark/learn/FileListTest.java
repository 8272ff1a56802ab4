package waymark.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileListTest {
  @TempDir Path folder;

  @Test
  void aFileIsReadAgainWhenItIsAnother() throws IOException {
    Path file = Files.writeString(folder.resolve("work.txt"), "a.example\n");
    FileList list = new FileList("work", new ListFormat.Domains(), file, folder.resolve("lists"));
    assertThat(list.content().size()).isEqualTo(1);
    assertThat(list.refresh()).isFalse();
    Files.writeString(file, "a.example\nb.example\n");
    assertThat(list.refresh()).isTrue();
    assertThat(list.refresh()).isFalse();
    assertThat(list.content().size()).isEqualTo(2);
    Path other = Files.writeString(folder.resolve("new"), "c.example\nb.example\n");
    Files.setLastModifiedTime(other, Files.getLastModifiedTime(file));
    Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);
    assertThat(list.refresh()).isTrue();
    assertThat(list.content().names().iterator().next()).hasToString("c.example");
  }

  @Test
  void aFileThatIsBrokenIsToldOfOnceAndTheLastGoodStays() throws IOException {
    Path file = Files.writeString(folder.resolve("work.txt"), "a.example\n");
    FileList list = new FileList("work", new ListFormat.Domains(), file, folder.resolve("lists"));
    list.content();
    Files.writeString(file, "not a name\n!\n");
    assertThatThrownBy(list::refresh)
        .isInstanceOf(LearnException.class)
        .hasMessageContaining("list 'work': " + file + " as domains: 2 of 2 entries are invalid")
        .hasMessageContaining("line 1: 'not a name' has white space in it");
    assertThat(list.refresh()).isFalse();
    assertThat(list.isGood()).isFalse();
    assertThat(list.content().size()).isEqualTo(1);
    Files.delete(file);
    assertThatThrownBy(list::refresh).hasMessageContaining("there is no file " + file);
    assertThat(list.refresh()).as("that too is told of once").isFalse();
    Files.writeString(file, "a.example\n");
    assertThat(list.refresh()).as("it says what it said").isFalse();
    assertThat(list.isGood()).isTrue();
  }

  @Test
  void theLastGoodVersionOutlivesTheProcess() throws IOException {
    Path file = Files.writeString(folder.resolve("work.txt"), "0.0.0.0 a.example\n");
    FileList list = new FileList("work", new ListFormat.Hosts(), file, folder.resolve("lists"));
    ListContent said = list.content();
    assertThat(list.last()).as("nothing is kept of what was only looked at").isEmpty();
    list.refresh();
    Files.delete(file);
    FileList next = new FileList("work", new ListFormat.Domains(), file, folder.resolve("lists"));
    assertThatThrownBy(next::content).hasMessageContaining("there is no file " + file);
    assertThat(next.last()).contains(said);
    Files.writeString(file, "b.example\n203.0.113.0/24\n");
    assertThat(next.refresh()).isTrue();
    assertThat(next.refresh()).isFalse();
    assertThat(next.last()).contains(next.content());
  }

  @Test
  void aFileThatTheMemoryDoesNotCarryIsRefusedAndTheLastGoodStays() throws IOException {
    Path file = Files.writeString(folder.resolve("work.txt"), "a.example\n");
    FileList list =
        new FileList(
            "work", new ListFormat.Domains(), file, folder.resolve("lists"), new Memory(16L << 20));
    list.content();
    Files.writeString(file, "a.example # is small\n".repeat(100_000));
    assertThatThrownBy(list::refresh)
        .isInstanceOf(LearnException.class)
        .hasMessage(
            "list 'work': "
                + file
                + " as domains: it has 2.0 MiB; with 16.0 MiB of memory a list may have 1.0 MiB");
    assertThat(list.content().size()).isEqualTo(1);
    Files.writeString(file, "b.example\n");
    assertThat(list.refresh()).isTrue();
  }
}
