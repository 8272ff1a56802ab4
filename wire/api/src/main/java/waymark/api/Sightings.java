package waymark.api;

/**
 * What became of what was seen in DNS: addresses of names, counted since the start.
 *
 * @param unconcerned no rule names it
 * @param known the kernel had it already
 * @param learned the kernel was told
 * @param special refused: an address that is never learned from a name, such as a private one
 * @param own refused: an address of the host itself
 * @param full refused: a cap was reached and all that it counts was in use
 */
public record Sightings(
    long unconcerned, long known, long learned, long special, long own, long full) {}
