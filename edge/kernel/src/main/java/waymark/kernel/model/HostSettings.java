package waymark.kernel.model;

import java.nio.file.Path;

/**
 * What a host needs to know besides its policy.
 *
 * @param forwarding whether this host forwards for others
 * @param state the folder of what is kept on disk
 * @param essentials what passes whatever the policy says
 * @param plane what carries decisions out
 */
public record HostSettings(
    Marks marks,
    Learning learning,
    boolean forwarding,
    Path state,
    Essentials essentials,
    PlaneKind plane) {
  /** With the essentials of any system, and {@link PlaneKind#NFTABLES}. */
  public HostSettings(Marks marks, Learning learning, boolean forwarding, Path state) {
    this(marks, learning, forwarding, state, Essentials.SYSTEM, PlaneKind.NFTABLES);
  }
}
