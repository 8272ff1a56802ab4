package waymark.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import waymark.policy.Link;
import waymark.policy.Outlet;

class ChosenTest {
  private static final Link UP = Policies.link("up", "wg0");
  private static final Link DOWN = Policies.link("down", "wg1");

  private static Outlet chosen(Link... to) {
    return Chosen.of(List.of(to), Map.of("up", new LinkState(5, true, 1420, List.of())));
  }

  @Test
  void aListsFirstLinkThatIsUpIsChosen() {
    assertThat(chosen(UP, DOWN)).isEqualTo(UP);
    assertThat(chosen(DOWN, UP)).isEqualTo(UP);
    assertThat(chosen(DOWN, Link.DIRECT)).isEqualTo(Link.DIRECT);
  }

  @Test
  void whereNoneIsUpAllIsRefused() {
    assertThat(chosen(DOWN)).isEqualTo(Link.BLOCK);
    assertThat(chosen(DOWN, Link.BLOCK)).isEqualTo(Link.BLOCK);
  }
}
