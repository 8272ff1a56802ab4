package waymark.kernel.capture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DnsSilenceTest {
  private final DnsSilence silence = new DnsSilence(1_000);

  @Test
  void connectionsWithoutAQuestionAreToldOfOnce() {
    assertThat(silence.look(1_299, 0, 50, false)).isEmpty();
    assertThat(silence.look(1_300, 0, 50, false).orElseThrow())
        .startsWith("no DNS question has been seen in 5 minutes, although 50 connections")
        .contains("encrypted DNS");
    assertThat(silence.look(1_400, 0, 50, false)).isEmpty();
  }

  @Test
  void aResolverOfThisHostIsNamed() {
    assertThat(silence.look(1_300, 0, 50, true).orElseThrow()).contains("listens on port 53");
  }

  @Test
  void aQuestionOrAQuietHostIsNoCause() {
    assertThat(silence.look(2_000, 0, 3, false)).isEmpty();
    assertThat(silence.look(2_000, 1, 50, false)).isEmpty();
    assertThat(silence.look(9_000, 1, 50, false)).isEmpty();
  }
}
