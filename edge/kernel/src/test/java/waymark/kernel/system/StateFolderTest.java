package waymark.kernel.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFolderTest {
  @TempDir Path temporary;

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static Path readable(Path path) throws IOException {
    Files.writeString(path, "+ 1 198.18.0.1 www.example\n");
    return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r--r--"));
  }

  private static Path open(Path folder) throws IOException {
    Files.createDirectories(folder);
    return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void aNewFolderIsForItsOwnerOnly() throws IOException {
    Path state = temporary.resolve("var").resolve("waymark");
    StateFolder.open(state);
    assertThat(mode(state)).isEqualTo("rwx------");
    assertThat(mode(Files.writeString(state.resolve("leases.1.log"), ""))).isEqualTo("rw-------");
    assertThat(mode(Files.createDirectory(state.resolve("lists")))).isEqualTo("rwx------");
  }

  @Test
  void whatAnEarlierVersionLeftOpenIsClosed() throws IOException {
    Path state = open(temporary.resolve("state"));
    Path log = readable(state.resolve("leases.3.log"));
    Path snapshot = readable(state.resolve("leases.3.snapshot"));
    Path kept = readable(state.resolve("links.kept"));
    Path lists = open(state.resolve("lists"));
    Path list = readable(lists.resolve("work"));
    Path key = readable(state.resolve("journal.key"));
    Path journal = open(state.resolve("journal"));
    Path rows = readable(journal.resolve("0000000000000000001.rows"));
    StateFolder.open(state);
    for (Path file : new Path[] {log, snapshot, kept, list, key, rows}) {
      assertThat(mode(file)).as(file.toString()).isEqualTo("rw-------");
    }
    assertThat(mode(state)).isEqualTo("rwx------");
    assertThat(mode(lists)).isEqualTo("rwx------");
    assertThat(mode(journal)).isEqualTo("rwx------");
    assertThat(log).content().contains("www.example");
  }

  @Test
  void aFolderThatIsSharedStaysOpenButOurFilesDoNot() throws IOException {
    Path shared = open(temporary.resolve("shared"));
    Path other = readable(shared.resolve("hosts"));
    Path log = readable(shared.resolve("leases.1.log"));
    Path link = Files.createSymbolicLink(shared.resolve("leases.2.log"), other);
    StateFolder.open(shared);
    assertThat(mode(shared)).isEqualTo("rwxr-xr-x");
    assertThat(mode(other)).isEqualTo("rw-r--r--");
    assertThat(mode(log)).isEqualTo("rw-------");
    assertThat(link).isSymbolicLink();
  }
}
