package waymark.kernel.model;

import java.nio.file.Path;
import waymark.engine.Limits;
import waymark.engine.MemoryBudget;

/**
 * The settings of a host besides its policy.
 *
 * @param forwarding whether this host forwards for others
 * @param state the folder for files that outlive the process
 * @param exemptionSettings what passes whatever the policy says
 * @param plane what carries decisions out
 * @param trust whose DNS answers count
 * @param limits how many leases there is room for
 */
public record HostSettings(
    Marks marks,
    CaptureSettings captureSettings,
    boolean forwarding,
    Path state,
    ExemptionSettings exemptionSettings,
    PlaneKind plane,
    DnsTrust trust,
    Limits limits) {
  /** With as many leases as the heap has room for. */
  public HostSettings(
      Marks marks,
      CaptureSettings captureSettings,
      boolean forwarding,
      Path state,
      ExemptionSettings exemptionSettings,
      PlaneKind plane,
      DnsTrust trust) {
    this(
        marks,
        captureSettings,
        forwarding,
        state,
        exemptionSettings,
        plane,
        trust,
        MemoryBudget.ofProcess().limits());
  }

  /** With the exemptions of any system, and {@link PlaneKind#NFTABLES}. */
  public HostSettings(
      Marks marks, CaptureSettings captureSettings, boolean forwarding, Path state) {
    this(marks, captureSettings, forwarding, state, ExemptionSettings.SYSTEM, PlaneKind.NFTABLES);
  }

  /** The default settings with that state folder. */
  public static HostSettings ofState(Path state) {
    return new HostSettings(Marks.DEFAULT, CaptureSettings.DEFAULT, true, state);
  }

  /** The same with another state folder. */
  public HostSettings in(Path folder) {
    return new HostSettings(
        marks, captureSettings, forwarding, folder, exemptionSettings, plane, trust, limits);
  }

  /** Those that may change while the host runs. */
  public LiveSettings live() {
    return new LiveSettings(captureSettings, exemptionSettings, trust);
  }

  /** The same with another plane. */
  public HostSettings with(PlaneKind other) {
    return new HostSettings(
        marks, captureSettings, forwarding, state, exemptionSettings, other, trust, limits);
  }

  /** The same with other marks. */
  public HostSettings with(Marks other) {
    return new HostSettings(
        other, captureSettings, forwarding, state, exemptionSettings, plane, trust, limits);
  }

  /** The same with room for another number of leases. */
  public HostSettings with(Limits other) {
    return new HostSettings(
        marks, captureSettings, forwarding, state, exemptionSettings, plane, trust, other);
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
