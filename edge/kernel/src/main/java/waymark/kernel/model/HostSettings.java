package waymark.kernel.model;

import java.nio.file.Path;

/**
 * The settings of a host besides its policy.
 *
 * @param forwarding whether this host forwards for others
 * @param state the folder for files that outlive the process
 * @param exemptionSettings what passes whatever the policy says
 * @param plane what carries decisions out
 * @param trust whose DNS answers count
 */
public record HostSettings(
    Marks marks,
    CaptureSettings captureSettings,
    boolean forwarding,
    Path state,
    ExemptionSettings exemptionSettings,
    PlaneKind plane,
    DnsTrust trust) {
  /** With the exemptions of any system, and {@link PlaneKind#NFTABLES}. */
  public HostSettings(
      Marks marks, CaptureSettings captureSettings, boolean forwarding, Path state) {
    this(marks, captureSettings, forwarding, state, ExemptionSettings.SYSTEM, PlaneKind.NFTABLES);
  }

  /** The same with other marks. */
  public HostSettings with(Marks other) {
    return new HostSettings(
        other, captureSettings, forwarding, state, exemptionSettings, plane, trust);
  }

  /** With answers of any name server. */
  public HostSettings(
      Marks marks,
      CaptureSettings captureSettings,
      boolean forwarding,
      Path state,
      ExemptionSettings exemptionSettings,
      PlaneKind plane) {
    this(marks, captureSettings, forwarding, state, exemptionSettings, plane, new DnsTrust.Any());
  }
}
