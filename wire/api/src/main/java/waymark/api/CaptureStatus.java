package waymark.api;

/**
 * Counters of the DNS capture since the start, in packets.
 *
 * @param answers replies to a captured question
 * @param questions captured questions
 * @param unasked replies without a captured question; they are ignored
 * @param lost packets that the kernel dropped because the buffer was full
 * @param broken packets that are not valid DNS
 * @param held answers that waited for the kernel
 * @param passedLate held answers that were released at the deadline, because their rules may fail
 *     open
 * @param droppedLate held answers that were dropped at the deadline; the client asks again
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
