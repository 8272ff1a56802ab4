package waymark.app.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import waymark.app.cli.Exit;

class FatalExceptionHandlerTest {
  @Test
  void aThreadThatFailsEndsTheProcess() {
    CompletableFuture<Integer> code = new CompletableFuture<>();
    Thread.ofPlatform()
        .uncaughtExceptionHandler(new FatalExceptionHandler(code::complete))
        .start(
            () -> {
              throw new AssertionError("a bug");
            });
    assertThat(code.join()).isEqualTo(Exit.FAILED.code());
  }
}
