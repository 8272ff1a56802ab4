package waymark.kernel.links;

import java.util.function.BooleanSupplier;

/**
 * One kind of thing that should be in the kernel.
 *
 * @param what it is, for people
 * @param isMet whether it is there; asked on a thread that is not the engine's
 */
public record Invariant(String what, BooleanSupplier isMet) {}
