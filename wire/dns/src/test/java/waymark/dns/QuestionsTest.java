package waymark.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class QuestionsTest {
  @Test
  void answerCountsOnce() {
    Questions questions = new Questions();
    questions.asked(7, 0);
    assertThat(questions.answered(8, 1)).isFalse();
    assertThat(questions.answered(7, 1)).isTrue();
    assertThat(questions.answered(7, 1)).isFalse();
    assertThat(questions.size()).isZero();
  }

  @Test
  void zeroIsANumberLikeOthers() {
    Questions questions = new Questions();
    assertThat(questions.answered(0, 0)).isFalse();
    questions.asked(0, 0);
    assertThat(questions.answered(0, 0)).isTrue();
  }

  @Test
  void questionIsForgottenBetweenOneAndTwoLives() {
    Questions questions = new Questions(8, 100);
    questions.asked(1, 0);
    assertThat(questions.answered(1, 100)).isTrue();
    questions.asked(2, 150);
    questions.asked(3, 199);
    assertThat(questions.answered(2, 250)).isTrue();
    assertThat(questions.answered(3, 399)).isFalse();
  }

  @Test
  void lateTurnDoesNotLengthenALife() {
    Questions questions = new Questions(8, 100);
    questions.asked(1, 0);
    questions.asked(2, 199);
    assertThat(questions.answered(1, 200)).isFalse();
    assertThat(questions.answered(2, 298)).isTrue();
  }

  @Test
  void longSilenceForgetsAll() {
    Questions questions = new Questions(8, 100);
    questions.asked(1, 0);
    assertThat(questions.answered(1, 250)).isFalse();
    assertThat(questions.size()).isZero();
  }

  @Test
  void aFloodForgetsTheOldest() {
    Questions questions = new Questions(8, 100);
    for (int i = 1; i <= 17; i++) {
      questions.asked(i, 0);
    }
    assertThat(questions.answered(8, 0)).isFalse();
    assertThat(questions.answered(9, 0)).isTrue();
    assertThat(questions.answered(17, 0)).isTrue();
  }

  record Step(boolean ask, long hash, int passed) {}

  @Provide
  Arbitrary<List<Step>> steps() {
    // numbers that collide in a small table
    Arbitrary<Long> hashes = Arbitraries.integers().between(0, 40).map(i -> (i % 4) + 64L * i);
    return Combinators.combine(
            Arbitraries.of(true, false), hashes, Arbitraries.integers().between(0, 8))
        .as(Step::new)
        .list()
        .ofMaxSize(200);
  }

  @Property
  void nothingIsForgottenWithinALifeOrKeptBeyondTwo(@ForAll("steps") List<Step> steps) {
    Questions questions = new Questions(256, 100);
    Map<Long, Long> asked = new HashMap<>();
    long now = 0;
    for (Step step : steps) {
      now += step.passed();
      // 0 stands for 1 in the table
      long hash = step.hash() == 0 ? 1 : step.hash();
      if (step.ask()) {
        questions.asked(step.hash(), now);
        asked.put(hash, now);
      } else {
        Long when = asked.remove(hash);
        boolean answered = questions.answered(step.hash(), now);
        if (when == null || now - when >= 200) {
          assertThat(answered).isFalse();
        } else if (now - when < 100) {
          assertThat(answered).isTrue();
        }
      }
    }
  }
}
