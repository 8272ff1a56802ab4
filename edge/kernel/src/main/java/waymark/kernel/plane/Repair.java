package waymark.kernel.plane;

import java.util.Set;
import waymark.kernel.model.KernelPart;
import waymark.policy.Address;

/** The result of handling a {@link Drift}. */
public sealed interface Repair {
  /** The kernel is as it should be. */
  record Unneeded() implements Repair {}

  /** The plane repaired what is decided for these addresses; no other address was concerned. */
  record OfAddresses(KernelPart part, Set<Address> addresses) implements Repair {
    public OfAddresses {
      addresses = Set.copyOf(addresses);
    }
  }

  /** The plane repaired the part; connections to any address may have taken a wrong link. */
  record OfPart(KernelPart part) implements Repair {}

  /** Nothing is repaired yet: only {@link KernelPlane#install} repairs this part. */
  record ByInstall(KernelPart part) implements Repair {}
}
