package waymark.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import waymark.policy.SyntaxException;

class CountryCodeTest {
  @Test
  void codesAreInCapitalLetters() {
    assertThat(CountryCode.normalize("nl")).isEqualTo("NL");
    assertThat(CountryCode.normalize("XK")).isEqualTo("XK");
    assertThatThrownBy(() -> CountryCode.normalize("QQ"))
        .isInstanceOf(SyntaxException.class)
        .hasMessageStartingWith("'QQ' is not the code of a country; expected two letters");
    assertThatThrownBy(() -> CountryCode.normalize("uk")).hasMessageEndingWith("expected GB");
  }
}
