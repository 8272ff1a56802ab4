package waymark.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DomainNameTest {
  @ParameterizedTest
  @CsvSource({
    "example.com, example.com",
    "EXAMPLE.Com., example.com",
    "com, com",
    "_dmarc.example.com, _dmarc.example.com",
    "xn--bcher-kva.example, xn--bcher-kva.example",
    "XN--BCHER-KVA.example, xn--bcher-kva.example",
    "bücher.example, xn--bcher-kva.example",
    "BÜCHER.example., xn--bcher-kva.example",
    "пример。рф, xn--e1afmkfd.xn--p1ai",
    "r3---sn-4g5e6nez.googlevideo.com, r3---sn-4g5e6nez.googlevideo.com",
  })
  void hasOneForm(String text, String name) {
    assertThat(DomainName.normalize(text)).isEqualTo(name);
    assertThat(DomainName.isNormal(name)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "'', is empty",
    "., begins with a dot",
    ".example.com, begins with a dot",
    "example..com, two dots in a row",
    "example.com.., two dots",
    "exa mple.com, white space",
    "https://example.com, is a URL",
    "example.com/path, a / in it",
    "example.com:443, a : in it",
    "a.*.example.com, a * in it",
    "192.0.2.1, belongs under networks",
    "exa$mple.com, a '$' in it",
    "ex\u0007ample.com, a name cannot have",
    "2001:db8::1, a : in it",
  })
  void refusalSaysWhatIsWrong(String text, String what) {
    assertThatThrownBy(() -> DomainName.normalize(text))
        .isInstanceOf(SyntaxException.class)
        .hasMessageContaining(what)
        .hasMessageEndingWith("expected a domain name such as example.com");
  }

  @Test
  void labelHas63CharactersAndNameHas253() {
    String label = "a".repeat(63);
    String name = label + "." + label + "." + label + "." + "b".repeat(61);
    assertThat(DomainName.normalize(name)).hasSize(253).isEqualTo(name);
    assertThatThrownBy(() -> DomainName.normalize(name + "b")).hasMessageContaining("254");
    assertThatThrownBy(() -> DomainName.normalize("a" + label)).hasMessageContaining("63");
    assertThatThrownBy(() -> DomainName.normalize("ü".repeat(70))).hasMessageContaining("A-label");
  }

  @Test
  void foldingANormalNameReturnsTheSame() {
    String name = "www.example.com";
    assertThat(DomainName.fold(name)).isSameAs(name);
    assertThat(DomainName.fold("WWW.example.COM.")).isEqualTo(name);
    assertThat(DomainName.fold("ÄÖ.")).isEqualTo("ÄÖ");
    assertThat(DomainName.fold("")).isEmpty();
    assertThat(DomainName.fold(".")).isEqualTo(".");
  }

  @Property
  void whatIsAcceptedIsNormal(@ForAll String text) {
    try {
      assertThat(DomainName.isNormal(DomainName.normalize(text))).isTrue();
    } catch (SyntaxException e) {
      assertThat(e.what()).startsWith("'" + text + "'");
    }
  }
}
