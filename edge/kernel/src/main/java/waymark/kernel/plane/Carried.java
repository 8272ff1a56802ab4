package waymark.kernel.plane;

import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import waymark.policy.Address;
import waymark.policy.Decision;

/** Tells the control thread what the engine has the plane carry. */
public interface Carried {
  /** What is carried for these addresses. */
  Map<Address, Decision> of(Set<Address> addresses);

  /** Shows each address that is carried, and what for. */
  void all(BiConsumer<Address, Decision> visitor);
}
