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
    FileList list = new FileList("work", new ListFormat.Domains(), file);
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
    FileList list = new FileList("work", new ListFormat.Domains(), file);
    list.content();
    Files.writeString(file, "not a name\n!\n");
    assertThatThrownBy(list::refresh)
        .isInstanceOf(LearnException.class)
        .hasMessageContaining("list 'work': " + file + " as domains: 2 of 2 entries are broken")
        .hasMessageContaining("line 1: 'not a name' has white space in it");
    assertThat(list.refresh()).isFalse();
    assertThat(list.content().size()).isEqualTo(1);
    Files.delete(file);
    assertThatThrownBy(list::refresh).hasMessageContaining("there is no file " + file);
  }
}
