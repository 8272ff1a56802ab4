package waymark.kernel.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import waymark.engine.Event;

class DroppedAnswersTest {
  private final DroppedAnswers droppedAnswers = new DroppedAnswers();
  private final List<Event> told = new ArrayList<>();

  private void look(long dropped, int times) {
    for (int i = 0; i < times; i++) {
      droppedAnswers.look(dropped).ifPresent(told::add);
    }
  }

  @Test
  void theBeginningAndTheEndAreToldOnce() {
    look(0, 20);
    assertThat(told).isEmpty();
    look(1, 1);
    look(2, 5);
    look(7, 9);
    assertThat(told).hasSize(1).allMatch(Event.Faulty.class::isInstance);
    look(7, 20);
    assertThat(told).hasSize(2).last().isEqualTo(new Event.Recovered("answers with new addresses"));
    look(8, 1);
    assertThat(told).hasSize(3);
  }
}
