package waymark.kernel.model;

/**
 * What capture has counted since the start.
 *
 * @param questions that passed
 * @param answers to them
 * @param unasked answers whose question had not passed
 * @param broken packets that were no DNS
 * @param lost packets that the kernel could not hand over
 * @param held answers that waited for the kernel
 * @param passed answers that waited too long, or for what could not be done, and were let go
 * @param dropped answers that waited likewise and were not let go
 * @param applied from the packet's reading to the kernel's acknowledgement, for what was new to it
 * @param holding from a held answer's reading to its release, for those that waited for the kernel
 */
public record CaptureFigures(
    long questions,
    long answers,
    long unasked,
    long broken,
    long lost,
    long held,
    long passed,
    long dropped,
    Durations applied,
    Durations holding) {}
