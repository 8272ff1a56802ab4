package waymark.kernel.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RepeatedChangesTest {
  private final RepeatedChanges changes = new RepeatedChanges();

  @Test
  void oftenRepeatedChangesAreCalledThatOnce() {
    long seconds = 1_000;
    for (int i = 1; i < RepeatedChanges.OFTEN; i++) {
      assertThat(changes.warning("it", ++seconds).orElseThrow())
          .startsWith("Another process changed it;");
    }
    assertThat(changes.warning("it", ++seconds).orElseThrow())
        .startsWith("Another process keeps changing it;");
    assertThat(changes.warning("it", ++seconds)).isEmpty();
    assertThat(changes.warning("it", seconds + RepeatedChanges.QUIET_SECONDS - 1)).isEmpty();
  }

  @Test
  void anotherChangeIsNoRepetition() {
    for (int i = 0; i < 2 * RepeatedChanges.OFTEN; i++) {
      assertThat(changes.warning("it" + i, 1).orElseThrow())
          .startsWith("Another process changed it");
    }
  }

  @Test
  void aChangeAfterAQuietTimeIsNotRepeated() {
    for (int i = 0; i < 2 * RepeatedChanges.OFTEN; i++) {
      assertThat(changes.warning("it", i * RepeatedChanges.QUIET_SECONDS).orElseThrow())
          .startsWith("Another process changed it;");
    }
  }
}
