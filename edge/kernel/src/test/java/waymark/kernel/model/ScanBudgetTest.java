package waymark.kernel.model;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class ScanBudgetTest {
  private static final long MILLISECOND = 1_000_000;

  @Test
  void scansTakeATenthOrAHundredthOfTheTime() {
    assertThat(ScanBudget.SOON.pause(10 * MILLISECOND, 0)).isEqualTo(90 * MILLISECOND);
    assertThat(ScanBudget.SPARING.pause(10 * MILLISECOND, 0)).isEqualTo(990 * MILLISECOND);
  }

  @Property
  void aPauseIsNeverShorterThanAskedForNorLongerThanASecond(
      @ForAll ScanBudget budget,
      @ForAll @LongRange(max = 60_000_000_000L) long scan,
      @ForAll @LongRange(max = 200 * MILLISECOND) long shortest) {
    assertThat(budget.pause(scan, shortest)).isBetween(shortest, 1_000 * MILLISECOND);
  }

  @Test
  void whereAnswersAreHeldScansAreSparing() {
    CaptureSettings hold = CaptureSettings.DEFAULT;
    assertThat(hold.scanBudget()).isEqualTo(ScanBudget.SPARING);
    assertThat(hold.in(CaptureSettings.Mode.OBSERVE).scanBudget()).isEqualTo(ScanBudget.SOON);
  }
}
