package waymark.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.re2j.Pattern;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamePatternTest {
  @Test
  void hasFourForms() {
    assertThat(NamePattern.parse("YouTube.com.")).isEqualTo(new NamePattern.Suffix("youtube.com"));
    assertThat(NamePattern.parse("=a.example")).isEqualTo(new NamePattern.Exact("a.example"));
    assertThat(NamePattern.parse("*.a.example")).isEqualTo(new NamePattern.Below("a.example"));
    assertThat(NamePattern.parse("/^a\\./")).isEqualTo(new NamePattern.Regex("^a\\."));
    assertThat(NamePattern.parse("*.bücher.example"))
        .isEqualTo(new NamePattern.Below("xn--bcher-kva.example"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"example.com", "=example.com", "*.example.com", "/^cdn[0-9]+\\./", "/a/b/"})
  void isWrittenAsItIsRead(String text) {
    assertThat(NamePattern.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @CsvSource({
    "'', is empty",
    "=, is empty",
    "*, a * in it",
    "*., is empty",
    "*example.com, allowed only as in *.example.com",
    ".example.com, expected example.com (the name and all below it) or *.example.com",
    "/abc, without an end",
    "/, without an end",
    "//, 0 characters",
    "/a(/, missing closing )",
    "/(?=a)/, is not a valid regular expression",
    "/\\1/, is not a valid regular expression",
    "=192.0.2.1, under networks",
  })
  void refusalSaysWhatIsWrong(String text, String what) {
    assertThatThrownBy(() -> NamePattern.parse(text))
        .isInstanceOf(SyntaxException.class)
        .hasMessageContaining(what);
  }

  @Test
  void recordsTakeNormalNamesOnly() {
    assertThatThrownBy(() -> new NamePattern.Suffix("Example.com"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void repeatsDoNotMakeAnExpressionHuge() {
    for (String text :
        new String[] {
          "(((((a?){20}){20}){20}){20}){20}",
          "((a{1000}){1000}){2,3}",
          "(\\Q)\\E(a{1000}){1000}){1000}",
          "([)](a{1000}){1000}){1000}",
          "([[:alpha:])](a{1000}){1000}){1000}",
          "(\\p{Greek}{1000}){1000}",
        }) {
      assertThatThrownBy(() -> new NamePattern.Regex(text))
          .as(text)
          .isInstanceOf(SyntaxException.class);
    }
    RegexSize size = RegexSize.of("^[a-z]{2,5}\\.x(ab|cd{3}){10}$");
    assertThat(size.parts()).isBetween(50L, 150L);
    assertThat(size.depth()).isBetween(3L, 5L);
    assertThat(RegexSize.of("\\x{10FFFF}\\p{Greek}[{9}]\\Qa{99}\\E").parts()).isLessThan(10);
    new NamePattern.Regex("^[a-z0-9-]{1,63}(\\.[a-z0-9-]{2,63}){1,10}$");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(){N}",
        "(|){N}",
        "(^){N}",
        "(x?){N}",
        "(?:()){N}",
        "^{N}\\b{N}",
        "x{0,N}",
        "(?:x?){0,N}",
        "(?:x*){N}",
        "(?:^x*){N}",
        "(?:a|b?|c*){N}",
        "(?:x{0,9}){0,N}",
        "(?:[a-z]y?){0,N}"
      })
  void whatIsAllowedNeedsNoGreaterStackThanAThreadHas(String shape) throws InterruptedException {
    NamePattern.Regex largest = new NamePattern.Regex("x");
    for (int n = 1; n <= 1000; n++) {
      try {
        largest = new NamePattern.Regex(shape.replace("N", String.valueOf(n)));
      } catch (SyntaxException e) {
        break;
      }
    }
    requireRoom(largest.text());
  }

  @ParameterizedTest
  @CsvSource({"(,x,)", "(?:,x,)?", "(?:a,x,)*", "(?:|,x,)", "(?:(,x,){0,2})"})
  void neitherDoesWhatIsNested(String before, String middle, String after)
      throws InterruptedException {
    String largest = middle;
    for (int n = 1; n <= 1000; n++) {
      String text = before.repeat(n) + middle + after.repeat(n);
      try {
        largest = new NamePattern.Regex(text).text();
      } catch (SyntaxException e) {
        break;
      }
    }
    requireRoom(largest);
  }

  /** The daemon's threads have 512 KiB. */
  private static void requireRoom(String expression) throws InterruptedException {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Runnable task =
        () -> {
          Pattern pattern = new NamePattern.Regex(expression).pattern();
          pattern.matcher("www.example.org").find();
          pattern.matcher("aaabbbcccxxxxxxxx.example.org.xxxxx").find();
        };
    Thread thread = new Thread(null, task, "small", 384 * 1024);
    thread.setUncaughtExceptionHandler((_, e) -> thrown.set(e));
    thread.start();
    thread.join();
    assertThat(thrown.get()).as(expression).isNull();
  }
}
