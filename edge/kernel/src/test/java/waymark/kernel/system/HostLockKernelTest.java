package waymark.kernel.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import waymark.kernel.model.KernelException;
import waymark.linux.NetworkNamespace;

@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
class HostLockKernelTest {
  private static final Path FOLDER = Path.of("/run/waymark");

  private static String mode(Path path) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void aNetworkNamespaceHasOneLock() throws Exception {
    try (HostLock _ = HostLock.take()) {
      assertThatThrownBy(HostLock::take)
          .isInstanceOf(KernelException.class)
          .hasMessageContaining("another waymark runs on this host, process")
          .hasMessageContaining(Long.toString(ProcessHandle.current().pid()));
      FutureTask<Integer> elsewhere =
          new FutureTask<>(
              () -> {
                NetworkNamespace.create();
                HostLock.take().close();
                return 0;
              });
      new Thread(elsewhere).start();
      elsewhere.get();
    }
    HostLock.take().close();
  }

  /** A lock that others can open is a lock that others can hold. */
  @Test
  void onlyTheOwnerReachesTheLock() throws Exception {
    Files.createDirectories(FOLDER);
    Files.setPosixFilePermissions(FOLDER, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (HostLock _ = HostLock.take();
        Stream<Path> files = Files.list(FOLDER)) {
      assertThat(mode(FOLDER)).isEqualTo("rwx------");
      for (Path file : files.filter(path -> path.toString().endsWith(".lock")).toList()) {
        assertThat(mode(file)).isEqualTo("rw-------");
      }
    }
  }

  @Test
  void withoutAFolderTheRemedyIsNamed() throws Exception {
    Path aside = FOLDER.resolveSibling("aside");
    boolean existed = Files.exists(FOLDER);
    if (existed) {
      Files.move(FOLDER, aside);
    }
    Files.createFile(FOLDER);
    try {
      assertThatThrownBy(HostLock::take).hasMessageContaining("/run must be writable");
    } finally {
      Files.delete(FOLDER);
      if (existed) {
        Files.move(aside, FOLDER);
      }
    }
  }
}
