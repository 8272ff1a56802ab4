package waymark.policy;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrintableTest {
  @ParameterizedTest
  @CsvSource({
    "a.example, a.example",
    "'two words', 'two words'",
    "\u00e9\u0440\u4e2d\ud83d\ude00, \u00e9\u0440\u4e2d\ud83d\ude00",
    "'\u0645\u06cc\u200c\u062e', '\u0645\u06cc\u200c\u062e'",
    "'\u001b[2Jx', \\e[2Jx",
    "'\u009b31m', \\u009b31m",
    "'a\u202egpj.b', \\u202egpj.b",
    "'\u2028', \\u2028",
    "'\ud83d', \\ud83d",
    "'\udb40\udc41', \\U000e0041",
  })
  void whatATerminalWouldObeyIsEscaped(String text, String shown) {
    assertThat(Printable.of(text)).endsWith(shown);
  }

  @Test
  void aTextIsOneLine() {
    assertThat(Printable.of("www\r\nERROR all is lost\t!"))
        .isEqualTo("www\\r\\nERROR all is lost\\t!");
    assertThat(Printable.indented("Error: syntax\nadd rule\n^^^\n"))
        .isEqualTo("Error: syntax\n    add rule\n    ^^^");
  }

  @Property
  void whatIsShownIsPrintable(@ForAll String text) {
    assertThat(Printable.isPrintable(Printable.of(text))).isTrue();
    assertThat(Printable.of(text).equals(text)).isEqualTo(Printable.isPrintable(text));
  }
}
