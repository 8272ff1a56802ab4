package waymark.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class NamesTest {
  private static final List<NamePattern> PATTERNS =
      List.of(
          NamePattern.parse("example.com"),
          NamePattern.parse("=" + "a".repeat(63) + ("." + "b".repeat(62)).repeat(3)),
          NamePattern.parse("*.c"),
          NamePattern.parse("/d/"));

  @Test
  void iterationGivesBackWhatWasAdded() {
    Names names = Names.of(PATTERNS);
    assertThat(names).containsExactlyElementsOf(PATTERNS);
    assertThat(names.size()).isEqualTo(4);
    assertThat(names.size()).isPositive();
    assertThat(Names.NONE.size()).isZero();
    assertThatThrownBy(() -> Names.NONE.iterator().next())
        .isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void equalityIsThatOfThePatterns() {
    assertThat(Names.of(PATTERNS))
        .isEqualTo(Names.of(PATTERNS))
        .hasSameHashCodeAs(Names.of(PATTERNS));
    assertThat(Names.of(PATTERNS)).isNotEqualTo(Names.of(PATTERNS.reversed()));
    assertThat(Names.of(List.of(NamePattern.parse("a.b"))))
        .isNotEqualTo(Names.of(List.of(NamePattern.parse("=a.b"))));
  }
}
