package waymark.kernel.model;

import java.nio.file.Path;

/**
 * What a host needs to know besides its policy.
 *
 * @param forwarding whether this host forwards for others
 * @param state the folder of what is kept on disk
 * @param exemptionSettings what passes whatever the policy says
 * @param plane what carries decisions out
 */
public record HostSettings(
    Marks marks,
    CaptureSettings captureSettings,
    boolean forwarding,
    Path state,
    ExemptionSettings exemptionSettings,
    PlaneKind plane) {
  /** With the essentials of any system, and {@link PlaneKind#NFTABLES}. */
  public HostSettings(
      Marks marks, CaptureSettings captureSettings, boolean forwarding, Path state) {
    this(marks, captureSettings, forwarding, state, ExemptionSettings.SYSTEM, PlaneKind.NFTABLES);
  }
}
