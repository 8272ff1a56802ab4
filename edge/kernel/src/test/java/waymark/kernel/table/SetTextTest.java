package waymark.kernel.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SetTextTest {
  @Test
  void addressesAreOneLineASet() {
    assertThat(SetText.change("add", "hosts4_2", List.of("198.18.0.1", "198.18.0.2")))
        .isEqualTo("add element inet waymark hosts4_2 { 198.18.0.1, 198.18.0.2 }\n");
    assertThat(SetText.change("delete", "hosts6_2", List.of())).isEmpty();
  }
}
