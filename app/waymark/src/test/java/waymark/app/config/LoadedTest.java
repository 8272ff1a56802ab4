package waymark.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class LoadedTest {
  private static void checked(String text) {
    switch (Configuration.parse(Example.FILE, text, Map.of())) {
      case Configuration _ -> {}
      case Problems problems -> assertThat(problems.list()).isSorted();
    }
  }

  @Property(tries = 500)
  void anyTextIsAConfigurationOrProblems(@ForAll String text) {
    checked(text);
  }

  @Provide
  Arbitrary<List<String>> pieces() {
    return Arbitraries.of(
            "rules:",
            "links:",
            "name: a",
            "to: ",
            "vpn",
            "[",
            "]",
            "{",
            "}",
            ",",
            "\n",
            "  ",
            "- ",
            "&a ",
            "*a",
            "domains: ",
            "a.example",
            "'",
            "\"",
            "#",
            "!!map ",
            "? ",
            ": ",
            "|",
            ">",
            "${X}",
            "%",
            "---",
            "...",
            "marks: ",
            "mask: 0xff",
            "learn: ",
            "dns: ",
            "ttl: ",
            "~")
        .list()
        .ofMaxSize(40);
  }

  @Property(tries = 2000)
  void anyPiecesAreAConfigurationOrProblems(@ForAll("pieces") List<String> pieces) {
    checked(String.join("", pieces));
  }

  @Property(tries = 500)
  void aBrokenExampleIsAConfigurationOrProblems(
      @ForAll @IntRange(max = 6) int which,
      @ForAll @IntRange(max = 2000) int at,
      @ForAll @IntRange(max = 5) int removed,
      @ForAll String added)
      throws IOException {
    String example = ConfigurationSchemaTest.examples().toList().get(which);
    int from = at % example.length();
    int to = Math.min(example.length(), from + removed);
    checked(example.substring(0, from) + added + example.substring(to));
  }
}
