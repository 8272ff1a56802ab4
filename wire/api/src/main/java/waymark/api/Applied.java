package waymark.api;

/**
 * A policy that is in force.
 *
 * @param file whose
 * @param milliseconds from the request until the kernel had it, reading the file included
 * @param swapMilliseconds of them, from the policy that was read and compiled until the kernel had
 *     it
 * @param rules how many it has
 * @param stay addresses that go where they went
 * @param move addresses that go elsewhere now
 * @param dropped addresses that no rule names any more
 * @param confirmWithin so many seconds are left to confirm it; 0: it needs no confirmation
 * @param note what to know besides, such as that a restart loads another file; empty if nothing
 */
public record Applied(
    String file,
    long milliseconds,
    long swapMilliseconds,
    long rules,
    long stay,
    long move,
    long dropped,
    long confirmWithin,
    String note) {}
