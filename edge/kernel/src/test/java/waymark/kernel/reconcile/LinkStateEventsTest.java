package waymark.kernel.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import waymark.engine.Event;
import waymark.kernel.model.InterfaceState;

class LinkStateEventsTest {
  private static final InterfaceState UP = new InterfaceState(5, true, 1420, List.of());
  private static final InterfaceState DOWN = UP.leftBy(false, false);

  private final List<Event> told = new ArrayList<>();
  private final LinkStateEvents events = new LinkStateEvents(told::add);

  private Map<String, String> faults = Map.of();

  private List<Event> look(Map<String, InterfaceState> states) {
    told.clear();
    events.look(states, faults);
    return List.copyOf(told);
  }

  @Test
  void aLinkThatIsUpAtFirstIsNoNews() {
    assertThat(look(Map.of("vpn", UP))).isEmpty();
  }

  @Test
  void aLinkThatIsDownAtFirstIs() {
    assertThat(look(Map.of("vpn", InterfaceState.ABSENT)))
        .containsExactly(new Event.LinkChanged("vpn", false, "there is no such interface"));
  }

  @Test
  void eachChangeIsToldOnce() {
    look(Map.of("vpn", UP));
    assertThat(look(Map.of("vpn", DOWN)))
        .containsExactly(new Event.LinkChanged("vpn", false, "it has no way out"));
    assertThat(look(Map.of("vpn", DOWN))).isEmpty();
    assertThat(look(Map.of("vpn", UP))).containsExactly(new Event.LinkChanged("vpn", true, ""));
  }

  @Test
  void theReasonOfAFailedCheckIsTold() {
    look(Map.of("vpn", UP));
    faults = Map.of("vpn", "no answer from 192.0.2.1:443 within 2 s");
    assertThat(look(Map.of("vpn", DOWN)))
        .containsExactly(
            new Event.LinkChanged(
                "vpn", false, "its check failed: no answer from 192.0.2.1:443 within 2 s"));
  }

  @Test
  void aFamilyThatGoesIsNoNewsWhileTheOtherStays() {
    look(Map.of("vpn", UP));
    assertThat(look(Map.of("vpn", UP.leftBy(true, false)))).isEmpty();
  }

  @Test
  void aLinkThatThePolicyDropsIsForgotten() {
    look(Map.of("vpn", DOWN));
    look(Map.of());
    assertThat(look(Map.of("vpn", DOWN))).hasSize(1);
  }
}
