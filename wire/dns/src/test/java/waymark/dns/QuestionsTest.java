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
    Questions questions = new Questions(8, 100, 8);
    questions.asked(1, 0);
    assertThat(questions.answered(1, 100)).isTrue();
    questions.asked(2, 150);
    questions.asked(3, 199);
    assertThat(questions.answered(2, 250)).isTrue();
    assertThat(questions.answered(3, 399)).isFalse();
  }

  @Test
  void lateTurnDoesNotLengthenALife() {
    Questions questions = new Questions(8, 100, 8);
    questions.asked(1, 0);
    questions.asked(2, 199);
    assertThat(questions.answered(1, 200)).isFalse();
    assertThat(questions.answered(2, 298)).isTrue();
  }

  @Test
  void longSilenceForgetsAll() {
    Questions questions = new Questions(8, 100, 8);
    questions.asked(1, 0);
    assertThat(questions.answered(1, 250)).isFalse();
    assertThat(questions.size()).isZero();
  }

  @Test
  void aFloodForgetsTheOldest() {
    Questions questions = new Questions(8, 100, 8);
    for (int i = 1; i <= 17; i++) {
      questions.asked(i, 0);
    }
    assertThat(questions.answered(8, 0)).isFalse();
    assertThat(questions.answered(9, 0)).isTrue();
    assertThat(questions.answered(17, 0)).isTrue();
  }

  @Test
  void aClientHasAShareAndFloodsOnlyItself() {
    Questions questions = new Questions(64, 100, 4);
    long client = 3;
    long other = 5;
    questions.asked(question(1, other), 0);
    for (int i = 0; i < 1_000; i++) {
      questions.asked(question(i, client), 0);
    }
    assertThat(questions.size()).isEqualTo(5);
    assertThat(questions.crowded()).isEqualTo(996);
    assertThat(questions.answered(question(1, other), 0)).isTrue();
    assertThat(questions.answered(question(0, client), 0)).isTrue();
    assertThat(questions.answered(question(4, client), 0)).isFalse();
    questions.asked(question(4, client), 0);
    assertThat(questions.answered(question(4, client), 0)).isTrue();
    for (int i = 0; i < 2; i++) {
      questions.asked(question(2_000 + i, client), 150);
      questions.asked(question(2_000 + i, client), 250);
    }
    assertThat(questions.answered(question(2_001, client), 299)).isTrue();
  }

  private static long question(long number, long client) {
    return (number + 1) << 32 | client;
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
    Questions questions = new Questions(256, 100, 256);
    Map<Long, Long> asked = new HashMap<>();
    long now = 0;
    for (Step step : steps) {
      now += step.passed();
      long hash = step.hash();
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
