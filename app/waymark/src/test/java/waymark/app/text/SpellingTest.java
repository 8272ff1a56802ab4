package waymark.app.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpellingTest {
  @Test
  void swappedLettersAreOneMistake() {
    assertThat(Spelling.distance("vnp", "vpn")).isOne();
    assertThat(Spelling.distance("", "abc")).isEqualTo(3);
    assertThat(Spelling.distance("kitten", "sitting")).isEqualTo(3);
  }

  @Test
  void theNearestWordIsSuggested() {
    List<String> words = List.of("max-hold", "mode", "group");
    assertThat(Spelling.suggestion("max_hold", words)).isEqualTo("; did you mean 'max-hold'?");
    assertThat(Spelling.suggestion("Mode", words)).isEqualTo("; did you mean 'mode'?");
    assertThat(Spelling.suggestion("colour", words)).isEmpty();
    assertThat(Spelling.suggestion("x", List.of("y"))).isEmpty();
  }
}
