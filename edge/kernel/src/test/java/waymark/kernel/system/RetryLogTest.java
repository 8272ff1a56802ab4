package waymark.kernel.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.helpers.MessageFormatter;
import waymark.kernel.model.KernelException;
import waymark.state.KeptMap;

class RetryLogTest {
  private final List<String> said = new ArrayList<>();
  private final RetryLog retryLog = new RetryLog(logger(), "It cannot be done", "It is done");

  private Logger logger() {
    return (Logger)
        Proxy.newProxyInstance(
            Logger.class.getClassLoader(),
            new Class<?>[] {Logger.class},
            (proxy, method, arguments) -> {
              Object[] values = Arrays.copyOfRange(arguments, 1, arguments.length);
              String text = MessageFormatter.basicArrayFormat((String) arguments[0], values);
              return said.add(method.getName() + " " + text) ? null : said;
            });
  }

  private static void refused() {
    throw new KernelException("no such table");
  }

  @Test
  void aFailureIsSaidOnceAndThatItWorksAgainOnce() {
    retryLog.attempt(() -> {});
    assertThat(said).isEmpty();
    for (int second = 0; second < 3; second++) {
      retryLog.attempt(RetryLogTest::refused);
      assertThat(retryLog.isFailing()).isTrue();
    }
    assertThat(said).containsExactly("error It cannot be done: no such table");
    retryLog.attempt(() -> {});
    retryLog.attempt(() -> {});
    assertThat(retryLog.isFailing()).isFalse();
    assertThat(said).hasSize(2).last().isEqualTo("info It is done");
    retryLog.attempt(RetryLogTest::refused);
    assertThat(said).hasSize(3);
  }

  @Test
  void aDiskThatRefusesIsAFailure(@TempDir Path folder) {
    retryLog.attempt(() -> new KeptMap(folder.resolve("missing/file")).write(Map.of()));
    assertThat(retryLog.isFailing()).isTrue();
  }

  @Test
  void faultsOfOurOwnAreNotHidden() {
    assertThatThrownBy(
            () ->
                retryLog.attempt(
                    () -> {
                      throw new IllegalStateException("ours");
                    }))
        .hasMessage("ours");
    assertThat(said).isEmpty();
  }
}
