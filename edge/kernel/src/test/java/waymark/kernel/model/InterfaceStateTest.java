package waymark.kernel.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import waymark.policy.Network;

class InterfaceStateTest {
  private static final InterfaceState UP =
      new InterfaceState(5, true, 1420, List.of(Network.parse("192.0.2.0/24")));
  private static final InterfaceState FOUR = UP.leftBy(true, false);
  private static final InterfaceState DOWN = UP.leftBy(false, false);

  @Test
  void oneFamilyIsEnoughToBeUp() {
    assertThat(FOUR.up()).isTrue();
    assertThat(FOUR.isUp(true)).isTrue();
    assertThat(FOUR.isUp(false)).isFalse();
    assertThat(DOWN.up()).isFalse();
    assertThat(InterfaceState.ABSENT.up()).isFalse();
  }

  @Test
  void anAddressIsOfOneFamily() {
    assertThat(UP.hasAddress(true)).isTrue();
    assertThat(UP.hasAddress(false)).isFalse();
  }

  @Test
  void aLinkGoesDownWhenAFamilyCannotLeaveAnyMore() {
    assertThat(wentDown(UP, DOWN)).isTrue();
    assertThat(wentDown(UP, FOUR)).isTrue();
    assertThat(wentDown(FOUR, DOWN)).isTrue();
    assertThat(wentDown(FOUR, UP)).isFalse();
    assertThat(wentDown(DOWN, DOWN)).isFalse();
  }

  @Test
  void aLinkMovesToAnotherInterface() {
    InterfaceState other = new InterfaceState(UP.index() + 1, true, 1500, List.of());
    assertThat(moved(UP, other)).isTrue();
    assertThat(moved(UP, DOWN)).isFalse();
    assertThat(moved(UP, InterfaceState.ABSENT)).isFalse();
    assertThat(moved(InterfaceState.ABSENT, UP)).isFalse();
    assertThat(InterfaceState.moved(Map.of(), Map.of("vpn", UP))).isEmpty();
  }

  private static boolean moved(InterfaceState before, InterfaceState after) {
    return InterfaceState.moved(Map.of("vpn", before), Map.of("vpn", after)).contains("vpn");
  }

  private static boolean wentDown(InterfaceState before, InterfaceState after) {
    return InterfaceState.wentDown(Map.of("vpn", before), Map.of("vpn", after)).contains("vpn");
  }

  @Test
  void connectionsOfIpv4MayBeLeftFromBeforeALinkWasKnown() {
    Map<String, InterfaceState> now = Map.of("vpn", DOWN, "office", UP);
    assertThat(InterfaceState.wentDown(Map.of(), now)).containsExactly("vpn");
  }

  @Test
  void aLinkThatFailsItsCheckIsTakenForDown() {
    assertThat(InterfaceState.judged(Map.of("vpn", UP, "office", UP), Set.of("vpn", "gone")))
        .isEqualTo(Map.of("vpn", DOWN, "office", UP));
  }
}
