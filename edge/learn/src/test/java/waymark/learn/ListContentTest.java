package waymark.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import waymark.policy.Address;
import waymark.policy.NamePattern;
import waymark.policy.Network;

class ListContentTest {
  @Test
  void whatAListSaysMustFitIntoTheMemory() {
    ListContent.Builder content = new ListContent.Builder(new Memory(64 << 10));
    for (int i = 0; i < 100; i++) {
      content.add(Network.of(Address.ofIpv4(0x08000000 + i), 32));
    }
    content.add(NamePattern.parse("/one/"));
    for (int i = 0; i < 1000; i++) {
      // They are packed: the size of the list bounds them.
      content.add(NamePattern.parse("n" + i + ".example"));
    }
    assertThatThrownBy(() -> content.add(NamePattern.parse("/two/")))
        .isInstanceOf(LearnException.class)
        .hasMessage(
            "100 networks and 2 regular expressions of it are too many for 0.1 MiB of memory");
    assertThat(content.build().size()).isGreaterThan(1100);
  }
}
