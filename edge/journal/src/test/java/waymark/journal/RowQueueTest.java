package waymark.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import waymark.policy.Address;

final class RowQueueTest {
  private final TestClock clock = new TestClock();
  private final AtomicInteger wakes = new AtomicInteger();
  private final RowQueue queue = new RowQueue(1 << 14, clock, () -> true, wakes::incrementAndGet);

  private static Row row(int number) {
    return new Row.Denial(
        Address.parse("192.0.2.1"), Address.parse("203.0.113.1"), 17, number, "default", "");
  }

  private List<Integer> drained() {
    List<Integer> ports = new ArrayList<>();
    RowDecoder decoder = new RowDecoder();
    queue.drain(
        new byte[RowEncoder.LONGEST],
        (millis, bytes, length) ->
            ports.add(
                ((KeptRow.Denied) decoder.at(bytes, 0, length).row(1, millis).fate()).port()));
    return ports;
  }

  @Test
  void rowsComeOutInOrderAroundTheRing() {
    for (int i = 0; i < 5_000; i += 3) {
      queue.record(row(i));
      queue.record(row(i + 1));
      queue.record(row(i + 2));
      assertThat(drained()).containsExactly(i, i + 1, i + 2);
    }
    assertThat(queue.lost()).isZero();
    assertThat(wakes.get()).isGreaterThan(5_000);
  }

  @Test
  void whatFindsNoRoomIsCountedAndNobodyWaits() {
    for (int i = 0; i < 1_000; i++) {
      queue.record(row(i));
    }
    int kept = drained().size();
    assertThat(kept).isBetween(200, 900);
    assertThat(queue.lost()).isEqualTo(1_000 - kept);
    queue.record(row(7));
    assertThat(drained()).containsExactly(7);
  }

  @Test
  void aThreadRecordsWhileAnotherReads() throws InterruptedException {
    int many = 50_000;
    Thread recorder =
        Thread.ofPlatform()
            .start(
                () -> {
                  for (int i = 0; i < many; i++) {
                    long before;
                    do {
                      before = queue.lost();
                      queue.record(row(i & 0xffff));
                    } while (queue.lost() != before);
                  }
                });
    List<Integer> ports = new ArrayList<>();
    while (ports.size() < many) {
      ports.addAll(drained());
    }
    recorder.join();
    for (int i = 0; i < many; i++) {
      assertThat(ports.get(i)).isEqualTo(i & 0xffff);
    }
  }
}
