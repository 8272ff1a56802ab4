package waymark.kernel.flows;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RequestQueueTest {
  private static final long FOR_EVER = Long.MAX_VALUE;
  private static final FlowRequest LATER = new FlowRequest.Tell(FlowReport.USED);
  private static final FlowRequest URGENT = new FlowRequest.End(2, FlowRequest.End.ALL);

  private final RequestQueue queue = new RequestQueue();

  @Test
  void requestsComeInTheirOrderAndOnce() throws InterruptedException {
    queue.add(List.of(LATER));
    queue.add(List.of(URGENT, LATER));
    assertThat(queue.take(0)).containsExactly(LATER, URGENT, LATER);
    assertThat(queue.poll()).isEmpty();
  }

  @Test
  void anUrgentRequestEndsTheWaitForOthers() throws InterruptedException {
    queue.add(List.of(LATER));
    Thread.ofPlatform().start(() -> queue.add(List.of(URGENT)));
    assertThat(queue.take(FOR_EVER)).containsExactly(LATER, URGENT);
    // What was urgent is taken: the next batch waits for others again.
    queue.add(List.of(LATER));
    assertThat(queue.take(1)).containsExactly(LATER);
  }

  @Test
  void aClosedQueueTakesNothingAndKeepsNobodyWaiting() throws InterruptedException {
    Thread.ofPlatform().start(queue::close);
    assertThat(queue.take(FOR_EVER)).isEmpty();
    assertThat(queue.add(List.of(URGENT))).isFalse();
    assertThat(queue.poll()).isEmpty();
  }
}
