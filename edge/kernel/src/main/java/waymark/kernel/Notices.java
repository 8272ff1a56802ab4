package waymark.kernel;

import java.util.Optional;
import waymark.netlink.NftablesEvents;

/**
 * The kernel's notices of what changes in nftables. While somebody listens the kernel makes one for
 * each element that is written, and takes two or three times as long: while many are written,
 * nobody does. By several threads.
 */
final class Notices {
  private Optional<Ear> ear = Optional.empty();

  /**
   * Who listens.
   *
   * @param missed runs when somebody else changed something while nobody listened
   */
  private record Ear(NftablesEvents events, Runnable missed) {}

  /**
   * Begins to listen; what was begun before is closed.
   *
   * @param ownPort changes made by this port are not told; 0: all are
   * @param missed runs when others changed something while {@link #mute} was in force
   */
  synchronized NftablesEvents open(int ownPort, Runnable missed) {
    close();
    NftablesEvents events = NftablesEvents.open(ownPort);
    ear = Optional.of(new Ear(events, missed));
    return events;
  }

  synchronized void mute() {
    ear.ifPresent(it -> it.events().leave());
  }

  synchronized void unmute() {
    ear.ifPresent(it -> it.events().join());
  }

  /** Says that somebody else changed something of which no notice was given. */
  synchronized void missed() {
    ear.ifPresent(it -> it.missed().run());
  }

  synchronized void close() {
    ear.ifPresent(it -> it.events().close());
    ear = Optional.empty();
  }
}
