package waymark.api;

/**
 * The outcomes of sightings in DNS, as counts since the start.
 *
 * @param unconcerned no rule matches the name
 * @param known the kernel had the address already
 * @param learned the address was added to the kernel
 * @param special refused: an address that is never learned from a name, such as a private one
 * @param own refused: an address of the host itself
 * @param full refused: a cap was reached, and all leases that it counts were in use
 * @param untrusted refused: the answer came from a name server that does not count
 */
public record Sightings(
    long unconcerned,
    long known,
    long learned,
    long special,
    long own,
    long full,
    long untrusted) {}
