package waymark.kernel.links;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import waymark.kernel.fixture.Policies;
import waymark.kernel.model.InterfaceState;
import waymark.policy.Link;
import waymark.policy.Outlet;

class OutletSelectionTest {
  private static final Link UP = Policies.link("up", "wg0");
  private static final Link DOWN = Policies.link("down", "wg1");
  private static final Link FOUR = Policies.link("four", "wg2");
  private static final Map<String, InterfaceState> STATES =
      Map.of(
          "up",
          new InterfaceState(5, true, 1420, List.of()),
          "four",
          new InterfaceState(6, true, false, 1420, List.of()));

  private static Outlet chosen(Link... to) {
    return OutletSelection.of(List.of(to), STATES, true);
  }

  @Test
  void aListsFirstLinkThatIsUpIsChosen() {
    assertThat(chosen(UP, DOWN)).isEqualTo(UP);
    assertThat(chosen(DOWN, UP)).isEqualTo(UP);
    assertThat(chosen(DOWN, Link.DIRECT)).isEqualTo(Link.DIRECT);
  }

  @Test
  void aFamilyPassesOverALinkThatItCannotLeaveBy() {
    assertThat(OutletSelection.of(List.of(FOUR, UP), STATES, true)).isEqualTo(FOUR);
    assertThat(OutletSelection.of(List.of(FOUR, UP), STATES, false)).isEqualTo(UP);
    assertThat(OutletSelection.of(List.of(FOUR), STATES, false)).isEqualTo(Link.BLOCK);
  }

  @Test
  void whereNoneIsUpAllIsRefused() {
    assertThat(chosen(DOWN)).isEqualTo(Link.BLOCK);
    assertThat(chosen(DOWN, Link.BLOCK)).isEqualTo(Link.BLOCK);
  }
}
