package waymark.kernel.model;

import java.util.Set;
import java.util.stream.Collectors;
import waymark.linux.Capability;

/** This process lacks what it needs to change the kernel's tables. */
public final class MissingCapabilityException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public MissingCapabilityException(Set<Capability> missing) {
    super(
        "not permitted: this process lacks "
            + missing.stream().map(Capability::name).collect(Collectors.joining(", "))
            + "; run it as root, or give its service these capabilities");
  }
}
