package waymark.kernel.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class MarksTest {
  @Test
  void aTargetsMarkLiesInTheMask() {
    assertThat(Marks.DEFAULT.values()).isEqualTo(256);
    assertThat(Marks.DEFAULT.mark(1)).isEqualTo(0x0100_0000);
    assertThat(Marks.DEFAULT.mark(255)).isEqualTo(0xff00_0000);
    assertThatIllegalArgumentException().isThrownBy(() -> Marks.DEFAULT.mark(256));
    assertThatIllegalArgumentException().isThrownBy(() -> Marks.DEFAULT.mark(0));
  }

  @Test
  void theMaskIsOneRunOfBits() {
    assertThat(Marks.isOneRun(0)).isFalse();
    assertThat(Marks.isOneRun(0b1011_0000)).isFalse();
    assertThat(Marks.isOneRun(0b0111_0000)).isTrue();
    assertThat(Marks.isOneRun(1)).isTrue();
    assertThat(Marks.isOneRun(-1)).isTrue();
    assertThat(new Marks(-1, 1, 1).values()).isEqualTo(1L << 32);
  }
}
