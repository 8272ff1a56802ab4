package waymark.kernel.table;

import java.util.Optional;
import waymark.netlink.NftablesEvents;

/**
 * The subscription to nftables events. The kernel sends an event for each element that is written,
 * which takes longer than writing it, so the subscription is muted while many are written. By
 * several threads.
 */
public final class EventSubscription {
  private Optional<Subscriber> subscriber = Optional.empty();

  /**
   * The subscriber.
   *
   * @param missed runs when events may have been missed
   */
  private record Subscriber(NftablesEvents events, Runnable missed) {}

  /**
   * Subscribes, and closes an earlier subscription.
   *
   * @param ownPort the netlink port whose changes cause no events; 0: none
   * @param missed runs after each {@link #mute}, since other processes may have changed something
   */
  public synchronized NftablesEvents open(int ownPort, Runnable missed) {
    close();
    NftablesEvents events = NftablesEvents.open(ownPort);
    subscriber = Optional.of(new Subscriber(events, missed));
    return events;
  }

  /** Stops events until {@link #unmute}. */
  synchronized void mute() {
    subscriber.ifPresent(it -> it.events().leave());
  }

  /** Resumes events, and reports that some may have been missed. */
  synchronized void unmute() {
    subscriber.ifPresent(
        it -> {
          it.events().join();
          it.missed().run();
        });
  }

  /** Ends the subscription. */
  public synchronized void close() {
    subscriber.ifPresent(it -> it.events().close());
    subscriber = Optional.empty();
  }
}
