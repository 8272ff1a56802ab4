package waymark.netlink;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.StringTokenizer;

/**
 * What the kernel counts of a queue (/proc/net/netfilter/nfnetlink_queue).
 *
 * @param port the netlink port id of who reads it
 * @param waiting packets without a verdict now
 * @param full packets that found the queue full: dropped, unless the queue fails open
 * @param unread packets that found no room on the way to the process: dropped, or let go on
 * @param lastId id of the last packet
 */
public record PacketQueueCounters(
    int number, long port, long waiting, long full, long unread, long lastId) {
  /** Those of a queue in the calling thread's network namespace; empty while nobody reads it. */
  public static Optional<PacketQueueCounters> read(int queue) {
    try {
      Path file = Path.of("/proc/thread-self/net/netfilter/nfnetlink_queue");
      for (String line : Files.readAllLines(file)) {
        PacketQueueCounters counters = parse(line);
        if (counters.number() == queue) {
          return Optional.of(counters);
        }
      }
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Optional.empty();
  }

  /** Columns: queue, port, waiting, copy mode, copy range, full, unread, last id, 1. */
  static PacketQueueCounters parse(String line) {
    StringTokenizer columns = new StringTokenizer(line);
    int number = Integer.parseInt(columns.nextToken());
    long port = Long.parseLong(columns.nextToken());
    long waiting = Long.parseLong(columns.nextToken());
    columns.nextToken();
    columns.nextToken();
    long full = Long.parseLong(columns.nextToken());
    long unread = Long.parseLong(columns.nextToken());
    return new PacketQueueCounters(
        number, port, waiting, full, unread, Long.parseLong(columns.nextToken()));
  }
}
