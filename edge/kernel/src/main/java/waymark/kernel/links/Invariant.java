package waymark.kernel.links;

import java.util.function.BooleanSupplier;
import waymark.kernel.model.KernelPart;

/**
 * A part of the kernel's state that is compared as a whole, now and then.
 *
 * @param isMet whether the part is as it should be, as far as another thread than the engine's can
 *     tell; any thread may ask
 */
public record Invariant(KernelPart part, BooleanSupplier isMet) {}
