package waymark.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
class NetworkNamespaceKernelTest {
  private static String current() {
    try {
      return Files.readSymbolicLink(Path.of("/proc/thread-self/ns/net")).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void threadHasItsOwnAndReturns() throws InterruptedException {
    String outside = current();
    Path home = Path.of("/proc/" + ProcessHandle.current().pid() + "/ns/net");
    List<String> seen = new ArrayList<>();
    Thread thread =
        Thread.ofPlatform()
            .start(
                () -> {
                  NetworkNamespace.create();
                  seen.add(current());
                  NetworkNamespace.enter(home);
                  seen.add(current());
                });
    thread.join();
    assertThat(seen).hasSize(2);
    assertThat(seen.get(0)).isNotEqualTo(outside);
    assertThat(seen.get(1)).isEqualTo(outside);
    assertThat(current()).isEqualTo(outside);
  }

  @Test
  void missingNamespaceIsNamed() {
    assertThatThrownBy(() -> NetworkNamespace.enter(Path.of("/run/netns/gone")))
        .isInstanceOf(LinuxException.class)
        .hasMessageContaining("/run/netns/gone")
        .hasMessageContaining("ENOENT");
  }

  @Test
  void virtualThreadIsRefused() throws InterruptedException {
    List<Throwable> thrown = new ArrayList<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                NetworkNamespace.create();
              } catch (IllegalStateException e) {
                thrown.add(e);
              }
            })
        .join();
    assertThat(thrown).hasSize(1);
  }
}
