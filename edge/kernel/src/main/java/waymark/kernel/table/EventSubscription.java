package waymark.kernel.table;

import java.util.Optional;
import waymark.netlink.NftablesEvents;

/**
 * The kernel's notices of what changes in nftables. While somebody listens the kernel makes one for
 * each element that is written, which takes longer than to write it: while many are written, nobody
 * does. By several threads.
 */
public final class EventSubscription {
  private Optional<Ear> ear = Optional.empty();

  /**
   * Who listens.
   *
   * @param missed runs when notices may have been missed
   */
  private record Ear(NftablesEvents events, Runnable missed) {}

  /**
   * Begins to listen; what was begun before is closed.
   *
   * @param ownPort changes made by this port are not told; 0: all are
   * @param missed runs after each {@link #mute}: what others changed meanwhile is to be looked for
   */
  public synchronized NftablesEvents open(int ownPort, Runnable missed) {
    close();
    NftablesEvents events = NftablesEvents.open(ownPort);
    ear = Optional.of(new Ear(events, missed));
    return events;
  }

  synchronized void mute() {
    ear.ifPresent(it -> it.events().leave());
  }

  synchronized void unmute() {
    ear.ifPresent(
        it -> {
          it.events().join();
          it.missed().run();
        });
  }

  public synchronized void close() {
    ear.ifPresent(it -> it.events().close());
    ear = Optional.empty();
  }
}
