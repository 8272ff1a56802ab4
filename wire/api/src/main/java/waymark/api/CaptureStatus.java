package waymark.api;

/**
 * What passed the capture of DNS since the start, in packets.
 *
 * @param answers replies to a question that had passed
 * @param questions questions that passed
 * @param unasked replies that nobody had asked for; they change nothing
 * @param lost those that the kernel could not hand over, because the buffer was full
 * @param broken those that are not DNS as its standard has it
 * @param held answers that waited for the kernel
 * @param passedLate held answers that waited too long and went on, because their rules may fail
 *     open
 * @param droppedLate held answers that waited too long and were dropped; the asker asks again
 */
public record CaptureStatus(
    long answers,
    long questions,
    long unasked,
    long lost,
    long broken,
    long held,
    long passedLate,
    long droppedLate) {}
