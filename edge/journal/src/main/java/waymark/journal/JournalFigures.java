package waymark.journal;

import java.util.Optional;

/**
 * The state of a journal.
 *
 * @param rows written since the start
 * @param lost rows that could not be written: there was no room in memory, or the disk refused them
 * @param bytes on disk
 * @param from the time of the oldest row, in milliseconds since the epoch
 * @param fault why nothing is written now; empty: it is
 */
public record JournalFigures(
    JournalSettings.Mode mode,
    long rows,
    long lost,
    long bytes,
    Optional<Long> from,
    String fault) {}
