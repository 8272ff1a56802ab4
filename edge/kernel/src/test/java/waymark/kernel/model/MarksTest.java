package waymark.kernel.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class MarksTest {
  @Test
  void aLinksMarkLiesInTheMask() {
    assertThat(Marks.DEFAULT.values()).isEqualTo(32);
    assertThat(Marks.DEFAULT.mark(1)).isEqualTo(0x0100_0000);
    assertThat(Marks.DEFAULT.mark(31)).isEqualTo(0x1f00_0000);
    assertThatIllegalArgumentException().isThrownBy(() -> Marks.DEFAULT.mark(32));
    assertThatIllegalArgumentException().isThrownBy(() -> Marks.DEFAULT.mark(0));
  }

  @Test
  void aNumberIsKeptInEightLabels() {
    Marks marks = new Marks(-1, 1, 1, 8);
    assertThat(marks.values()).isEqualTo(255);
    assertThat(marks.refused()).isEqualTo(255);
    assertThat(marks.isNumber(251)).isTrue();
    assertThat(marks.isNumber(255)).isFalse();
    assertThat(marks.linkBits()).containsExactly(8, 9, 10, 11, 12, 13, 14, 15);
    assertThat(Marks.set(marks.cameByBits(), 5)).containsExactly(16, 18);
    assertThat(Marks.set(marks.linkBits(), marks.refused())).isEqualTo(marks.linkBits());
  }

  @Test
  void labelsLeaveRoomForTwoNumbers() {
    assertThat(Marks.isLabels(0)).isTrue();
    assertThat(Marks.isLabels(112)).isTrue();
    assertThat(Marks.isLabels(120)).isFalse();
    assertThat(Marks.isLabels(65)).isFalse();
    assertThatIllegalArgumentException().isThrownBy(() -> new Marks(-1, 1, 1, 120));
  }

  @Test
  void withoutLabelsTheGreatestMarkIsThatOfRefusedConnections() {
    Marks marks = Marks.DEFAULT.withoutLabels();
    assertThat(marks.hasLabels()).isFalse();
    assertThat(marks.refused()).isEqualTo(31);
    assertThat(marks.isNumber(30)).isTrue();
    assertThat(marks.isNumber(31)).isFalse();
    assertThat(Marks.DEFAULT.isNumber(31)).isTrue();
  }

  @Test
  void theMaskIsOneRunOfBits() {
    assertThat(Marks.isOneRun(0)).isFalse();
    assertThat(Marks.isOneRun(0b1011_0000)).isFalse();
    assertThat(Marks.isOneRun(0b0111_0000)).isTrue();
    assertThat(Marks.isOneRun(1)).isTrue();
    assertThat(Marks.isOneRun(-1)).isTrue();
    assertThat(new Marks(-1, 1, 1).values()).isEqualTo(255);
  }
}
