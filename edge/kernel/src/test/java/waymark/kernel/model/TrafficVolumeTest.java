package waymark.kernel.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TrafficVolumeTest {
  private static final TrafficVolume EARLIER = new TrafficVolume(100, 1_000, 1, 10);

  @Test
  void whatCameSinceIsTheDifference() {
    assertThat(new TrafficVolume(150, 1_000, 2, 10).since(EARLIER))
        .isEqualTo(new TrafficVolume(50, 0, 1, 0));
    assertThat(EARLIER.since(EARLIER)).isEqualTo(TrafficVolume.NONE);
  }

  @Test
  void aCountThatBeganAnewCameWhole() {
    TrafficVolume anew = new TrafficVolume(5_000, 0, 3, 0);
    assertThat(anew.since(EARLIER)).isEqualTo(anew);
  }

  @Test
  void bothWaysAreAddedUp() {
    assertThat(EARLIER.plus(new TrafficVolume(1, 2, 3, 4)))
        .isEqualTo(new TrafficVolume(101, 1_002, 4, 14));
    assertThat(EARLIER.bytes()).isEqualTo(1_100);
  }

  @Test
  void aRateIsPerSecond() {
    assertThat(EARLIER.perSecond(2_000_000_000)).isEqualTo(new TrafficVolume(50, 500, 1, 5));
    assertThat(TrafficVolume.NONE.perSecond(0)).isEqualTo(TrafficVolume.NONE);
  }
}
