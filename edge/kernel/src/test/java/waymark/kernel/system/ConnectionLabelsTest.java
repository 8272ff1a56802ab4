package waymark.kernel.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import waymark.kernel.model.CaptureSettings;
import waymark.kernel.model.HostSettings;
import waymark.kernel.model.Marks;

class ConnectionLabelsTest {
  private static final HostSettings SETTINGS =
      new HostSettings(Marks.DEFAULT, CaptureSettings.DEFAULT, true, Path.of("/absent"));

  @Test
  void labelsAreUsedWhereTheKernelHasThem() {
    assertThat(ConnectionLabels.known(SETTINGS, labels -> true)).isEqualTo(SETTINGS);
  }

  @Test
  void connectionMarksTakeTheirPlaceElsewhere() {
    assertThat(ConnectionLabels.known(SETTINGS, labels -> !labels))
        .isEqualTo(SETTINGS.with(Marks.DEFAULT.withoutLabels()));
  }

  /** Something else is wrong then, which the start will say. */
  @Test
  void aToolThatTakesNothingProvesNothing() {
    assertThat(ConnectionLabels.known(SETTINGS, labels -> false)).isEqualTo(SETTINGS);
  }
}
