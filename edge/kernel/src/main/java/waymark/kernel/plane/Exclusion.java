package waymark.kernel.plane;

import java.util.function.Supplier;

/** Keeps the engine's thread from changing the plane while the control thread works on it. */
public interface Exclusion {
  /** For a plane that no engine changes. */
  Exclusion NONE = Supplier::get;

  /** Does this while the engine's thread makes no change; what it would make, it makes later. */
  <T> T during(Supplier<T> work);
}
