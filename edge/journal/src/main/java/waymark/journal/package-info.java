/**
 * A bounded record on disk of answers, decisions and denials.
 *
 * <pre>
 *  engine's thread ─ record ─▶ RowQueue ─┐          ┌─▶ SegmentWriter ─▶ journal/0…01.rows
 *  denials         ─ record ─▶ RowQueue ─┴─▶ Journal┤   blocks            journal/0…90.rows
 *                                          (thread) └─▶ Segments: the oldest goes
 *
 *  journal/*.rows ─▶ SegmentReader ─▶ JournalReader ─ KeptRow ─▶ who asks
 * </pre>
 *
 * <p>To record a row costs its thread a copy into memory: it never waits, and a row that finds its
 * queue full is counted and lost. The thread of {@link waymark.journal.Journal} gathers rows into
 * blocks, and appends each block with one write. A block is compressed and has checksums, its first
 * number and its times, so that a reader passes over blocks without reading them. What a killed
 * process has half written is ignored, and the next process begins another segment.
 *
 * <p>Rows are numbered from 1 in the order in which they were written. In mode {@code hashed} the
 * writer puts a keyed hash in the place of each name and address (see {@link
 * waymark.journal.Pseudonyms}). Nothing here knows the kernel, the engine or the API.
 */
package waymark.journal;
