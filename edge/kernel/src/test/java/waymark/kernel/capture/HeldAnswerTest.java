package waymark.kernel.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeldAnswerTest {
  private static HeldAnswer answer(Need.Kind kind, boolean mayFailOpen) {
    return new HeldAnswer(7, new Need(kind, mayFailOpen, 77), 0, List.of());
  }

  @Test
  void whatNeedsNothingIsInForce() {
    assertThat(new HeldAnswer(7, Need.NOTHING, 0, List.of()).isInForce(false)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatNeedsACommitIsInForceAfterIt(boolean committed) {
    assertThat(answer(Need.Kind.COMMIT, true).isInForce(committed)).isEqualTo(committed);
  }

  @Test
  void withoutRoomNothingIsInForce() {
    assertThat(answer(Need.Kind.ROOM, true).isInForce(true)).isFalse();
  }

  @Test
  void whatIsDoubtfulNeverIsInForce() {
    assertThat(answer(Need.Kind.DOUBTFUL, false).isInForce(true)).isFalse();
    assertThat(answer(Need.Kind.DOUBTFUL, false).mayWait()).isFalse();
  }

  @Test
  void onlyACommitIsWorthWaitingFor() {
    assertThat(answer(Need.Kind.COMMIT, false).mayWait()).isTrue();
    assertThat(answer(Need.Kind.ROOM, false).mayWait()).isFalse();
  }
}
