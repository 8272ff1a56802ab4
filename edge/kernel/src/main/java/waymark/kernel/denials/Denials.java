package waymark.kernel.denials;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waymark.dns.IpPacket;
import waymark.kernel.capture.EngineLoop;
import waymark.kernel.model.DenialReport;
import waymark.kernel.system.RestartingWorker;
import waymark.linux.Poller;
import waymark.linux.Wakeup;
import waymark.netlink.Packet;
import waymark.netlink.PacketLog;
import waymark.netlink.PacketLogOptions;

/** Reads the copies of refused packets, on a thread of its own. */
public final class Denials implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Denials.class);

  /** Headers of IPv6 and of what it carries. */
  private static final int COPY = 128;

  private static final int BUFFER = 1 << 20;

  /** A burst of copies is one question to the engine. */
  private static final long GATHER_MILLIS = 50;

  private static final int LOOK_MILLIS = 10_000;
  private static final long PATIENCE_SECONDS = 5;

  private final int group;
  private final EngineLoop loop;
  private final DenialRecorder recorder;
  private final InstantSource clock;
  private final DenialTable table = new DenialTable();
  private final IpPacket packet = new IpPacket();
  private final Wakeup wakeup = Wakeup.open();
  private final RestartingWorker worker;
  private volatile DenialReport latest = new DenialReport(List.of(), 0, 0);
  private long copied;
  private long lost;

  /** Asks why a packet was refused, and whether people are told of it. */
  record Question(RefusedPacket packet, boolean told) {}

  /**
   * A reader that does not run yet.
   *
   * @param group that the copies come by
   * @param recorder for the thread of the loop
   */
  public Denials(int group, EngineLoop loop, DenialRecorder recorder, InstantSource clock) {
    this.group = group;
    this.loop = loop;
    this.recorder = recorder;
    this.clock = clock;
    worker =
        new RestartingWorker(
            "waymark-denials",
            log,
            "What is refused is not reported until log group " + group + " can be read",
            this::read,
            () -> {},
            wakeup::wake);
  }

  public void start() {
    worker.start();
  }

  /** What was refused until a moment ago. By any thread. */
  public DenialReport latest() {
    return latest;
  }

  private void read() throws InterruptedException {
    try (PacketLog copies = PacketLog.open(new PacketLogOptions(group, COPY, BUFFER))) {
      Poller poller = Poller.of(wakeup.descriptor(), copies.descriptor());
      long lostBefore = lost;
      while (worker.goesOn()) {
        poller.await(LOOK_MILLIS);
        wakeup.drain();
        Thread.sleep(GATHER_MILLIS);
        List<Question> questions = new ArrayList<>();
        while (copies.receive()) {
          while (copies.next()) {
            take(copies.packet(), questions);
          }
        }
        lost = lostBefore + copies.lost();
        explain(questions);
        latest = new DenialReport(table.denials(), copied, lost);
      }
    }
  }

  private void take(Packet copy, List<Question> questions) {
    copied++;
    RefusedPacket.read(packet, copy.bytes(), copy.offset(), copy.length())
        .ifPresent(
            refused -> {
              switch (table.add(refused, clock.millis())) {
                case NOTHING -> {}
                case EXPLAIN -> questions.add(new Question(refused, false));
                case TELL -> questions.add(new Question(refused, true));
              }
            });
  }

  private void explain(List<Question> questions) throws InterruptedException {
    if (questions.isEmpty()) {
      return;
    }
    try {
      List<Optional<DenialTable.Reason>> reasons =
          loop.ask(_ -> recorder.record(questions)).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      for (int i = 0; i < questions.size(); i++) {
        table.explain(questions.get(i).packet(), reasons.get(i));
      }
    } catch (ExecutionException | TimeoutException e) {
      log.debug("The engine did not say in time why packets were refused: {}", e.toString());
    }
  }

  @Override
  public void close() {
    worker.close();
    wakeup.close();
  }
}
