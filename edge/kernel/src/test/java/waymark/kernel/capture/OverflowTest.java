package waymark.kernel.capture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OverflowTest {
  private final Overflow overflow = new Overflow();

  private long lost(long came, long known) {
    overflow.look(came, known);
    return overflow.lost();
  }

  @Test
  void whatCameBeforeTheFirstLookIsNotLost() {
    assertThat(lost(1000, 3)).isZero();
    assertThat(lost(1010, 13)).isZero();
  }

  @Test
  void whatCameAndIsNeitherReadNorWaitingIsLost() {
    assertThat(lost(0, 0)).isZero();
    assertThat(lost(100, 90)).isEqualTo(10);
    assertThat(lost(200, 190)).isEqualTo(10);
    assertThat(lost(300, 285)).isEqualTo(15);
  }

  @Test
  void moreMayComeBetweenTheTwoFigures() {
    assertThat(lost(0, 0)).isZero();
    assertThat(lost(100, 104)).isZero();
    assertThat(lost(110, 110)).isZero();
  }

  @Test
  void aCounterThatBeginsAnewLosesNothing() {
    assertThat(lost(0, 0)).isZero();
    assertThat(lost(100, 90)).isEqualTo(10);
    assertThat(lost(5, 200)).isEqualTo(10);
    assertThat(lost(15, 208)).isEqualTo(12);
  }
}
