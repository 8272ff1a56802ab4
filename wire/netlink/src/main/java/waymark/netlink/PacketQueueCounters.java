package waymark.netlink;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.StringTokenizer;

/**
 * The kernel's counters of a queue (/proc/net/netfilter/nfnetlink_queue).
 *
 * @param port the netlink port id of the reader
 * @param waiting packets that wait for a verdict
 * @param full packets that found the queue full: dropped, unless the queue fails open
 * @param unread packets that did not fit into the reader's buffer: dropped, or accepted when the
 *     queue fails open
 * @param lastId the id of the last packet
 */
public record PacketQueueCounters(
    int number, long port, long waiting, long full, long unread, long lastId) {
  /**
   * The counters of a queue in the calling thread's network namespace; empty without a reader, and
   * where this process may not read them, which takes root or CAP_DAC_READ_SEARCH.
   */
  public static Optional<PacketQueueCounters> read(int queue) {
    try {
      Path file = Path.of("/proc/thread-self/net/netfilter/nfnetlink_queue");
      for (String line : Files.readAllLines(file)) {
        PacketQueueCounters counters = parse(line);
        if (counters.number() == queue) {
          return Optional.of(counters);
        }
      }
    } catch (NoSuchFileException | AccessDeniedException e) {
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
