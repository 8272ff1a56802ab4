package waymark.app.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import waymark.engine.Event;

class SourceFaultsTest {
  private final List<Event> told = new ArrayList<>();
  private final SourceFaults faults = new SourceFaults(told::add);

  @Test
  void aFaultIsToldWhenItBeginsWhenItIsAnotherAndWhenItIsOver() {
    faults.good("list 'ads'");
    faults.failed("list 'ads'", "cannot fetch it");
    faults.failed("list 'ads'", "cannot fetch it");
    faults.failed("list 'ads'", "it is empty");
    faults.good("list 'ads'");
    faults.good("list 'ads'");
    assertThat(told)
        .containsExactly(
            new Event.Faulty("cannot fetch it"),
            new Event.Faulty("it is empty"),
            new Event.Recovered("list 'ads'"));
  }

  @Test
  void whatIsNoSourceAnyMoreHasNoFault() {
    faults.failed("list 'ads'", "it is empty");
    faults.failed("list 'work'", "there is no file");
    faults.only(Set.of("list 'work'"));
    faults.failed("list 'ads'", "it is empty");
    assertThat(told)
        .containsExactly(
            new Event.Faulty("it is empty"),
            new Event.Faulty("there is no file"),
            new Event.Recovered("list 'ads'"),
            new Event.Faulty("it is empty"));
  }

  @Test
  void incompleteRulesAreToldAlike() {
    faults.incomplete(Map.of());
    faults.incomplete(Map.of("shop", "there is no file"));
    faults.incomplete(Map.of("shop", "there is no file", "video", "no networks of XK"));
    faults.incomplete(Map.of("video", "no networks of XK"));
    faults.incomplete(Map.of("video", "there is no country file"));
    assertThat(told)
        .containsExactly(
            new Event.Faulty("rule shop is incomplete: there is no file"),
            new Event.Faulty("rule video is incomplete: no networks of XK"),
            new Event.Recovered("rule shop"),
            new Event.Faulty("rule video is incomplete: there is no country file"));
  }
}
