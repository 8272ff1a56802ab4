package waymark.kernel.capture;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews the hold whenever somebody has read the queue of answers, so that it ends with the reader.
 * Owned by whoever has the {@link Turn}.
 */
final class HoldRenewal implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HoldRenewal.class);

  /** At most twice a second; a round of the engine's thread takes another second at most. */
  private static final long EVERY_NANOS = 500_000_000;

  private static final long LAPSE_NANOS = Hold.SECONDS * 1_000_000_000L;

  private final Hold hold;
  private long renewed;

  HoldRenewal(Hold hold) {
    this.hold = hold;
  }

  /** The queue has been read, or is about to be. */
  void renew() {
    hold.renew();
    renewed = System.nanoTime();
  }

  /** The queue has been read once more. */
  void renewIfDue() {
    long away = System.nanoTime() - renewed;
    if (away > LAPSE_NANOS) {
      log.warn(
          "Nobody read DNS answers for {} s, and the kernel stopped holding them meanwhile; it"
              + " holds them again",
          away / 1_000_000_000);
    }
    if (away >= EVERY_NANOS) {
      renew();
    }
  }

  /** Nobody reads the queue from now on, or has read it yet. */
  void end() {
    hold.end();
  }

  @Override
  public void close() {
    hold.close();
  }
}
