package waymark.kernel.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import waymark.kernel.model.Durations;

class HistogramTest {
  @Test
  void durationsAreCountedBySize() {
    Durations read = read(List.of(1L, 10_000L, 10_001L, 5_000_000_000L));
    assertThat(read.count()).isEqualTo(4);
    assertThat(read.nanos()).isEqualTo(5_000_020_002L);
    assertThat(read.sizes().get(0)).isEqualTo(new Durations.Size(10_000, 2));
    assertThat(read.sizes().get(1)).isEqualTo(new Durations.Size(20_000, 3));
    assertThat(read.sizes().getLast()).isEqualTo(new Durations.Size(1_000_000_000, 3));
  }

  @Property(tries = 200)
  void eachSizeCountsAllThatIsNotLonger(
      @ForAll List<@LongRange(max = 3_000_000_000L) Long> durations) {
    Durations read = read(durations);
    assertThat(read.count()).isEqualTo(durations.size());
    for (Durations.Size size : read.sizes()) {
      assertThat(size.count())
          .isEqualTo(durations.stream().filter(nanos -> nanos <= size.bound()).count());
    }
  }

  private static Durations read(List<Long> durations) {
    Histogram histogram = new Histogram();
    durations.forEach(histogram::add);
    return histogram.read();
  }
}
