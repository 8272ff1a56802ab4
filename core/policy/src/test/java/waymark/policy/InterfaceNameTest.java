package waymark.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InterfaceNameTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "wg0",
        "eth0.100",
        "br-lan",
        "eth0@if3",
        "x#;accept",
        "$x",
        "a'b",
        "a+b",
        "...",
        "an-alternative-name-has-up-to-127-characters",
        "ALL"
      })
  void namesOfInterfacesAreAccepted(String name) {
    assertThat(InterfaceName.problem(name)).isEmpty();
    assertThat(Client.parse("interface:" + name)).isEqualTo(new Client.By(name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "all",
        "default",
        "a b",
        "a\tb",
        "a\nb",
        "a/b",
        "a:b",
        "x\"accept;#",
        "a\\b",
        "é",
        "\u007f",
        "wg*",
        "*",
        "ppp+",
        "+",
        "-t",
        "!",
        "!eth0"
      })
  void namesThatSomethingElseIsMadeOfAreRefused(String name) {
    assertThat(InterfaceName.isValid(name)).isFalse();
    assertThatThrownBy(() -> new Client.By(name)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Client.parse("interface:" + name)).isInstanceOf(SyntaxException.class);
    assertThatThrownBy(() -> new EgressPath.Interface(name, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
