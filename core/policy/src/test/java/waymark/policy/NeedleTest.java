package waymark.policy;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NeedleTest {
  @ParameterizedTest
  @CsvSource({
    "^cdn[0-9]+\\., cdn",
    "\\.video\\.example$, .video.example",
    "abc?d, ab",
    "a*bcd+e, bc",
    "ABC, abc",
    "(abc)?de, de",
    "'a{2,3}bc', bc",
    "a|b, ''",
    "(?i)abc, ''",
    "abc\\pLdef, abc",
    "[]abc]de, de",
    "[[:alpha:]x]de, de",
    "[\\]]de, de",
    "..., ''",
  })
  void isTheLongestPlainText(String regex, String needle) {
    assertThat(Needle.of(regex)).isEqualTo(needle);
  }

  @Provide
  Arbitrary<String> regexes() {
    return Arbitraries.of(
            "a", "b", ".", "\\.", "*", "+", "?", "(", ")", "|", "[ab]", "[^a]", "^", "$", "{2}",
            "A", "\\d", "{0,1}", "(?:", "\\x61", "\\Q", "[")
        .list()
        .ofMinSize(1)
        .ofMaxSize(8)
        .map(parts -> String.join("", parts));
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings().withChars("ab.").ofMaxLength(8);
  }

  @Tag("slow")
  @Property(tries = 20_000)
  void isInEveryTextThatTheExpressionIsFoundIn(
      @ForAll("regexes") String regex, @ForAll("texts") String text) {
    NamePattern.Regex pattern;
    try {
      pattern = new NamePattern.Regex(regex);
    } catch (SyntaxException e) {
      return;
    }
    if (pattern.pattern().matcher(text).find()) {
      assertThat(text).contains(Needle.of(regex));
    }
  }
}
