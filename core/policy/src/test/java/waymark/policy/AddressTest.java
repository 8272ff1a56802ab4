package waymark.policy;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class AddressTest {
  @Test
  void x() {
    assertThat(System.getenv("WAYMARK_PRIVATE_NAMESPACE")).isEqualTo("1");
  }

  @Property(tries = 10)
  void y(@ForAll int i) {
    assertThat(new Address(i, i).high()).isEqualTo(i);
  }
}
