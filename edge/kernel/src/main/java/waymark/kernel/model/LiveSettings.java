package waymark.kernel.model;

/**
 * The settings of a host that may change with its policy while it runs.
 *
 * @param captureSettings how names are learned; group, queue and {@code withoutDaemon} stay
 * @param exemptionSettings what passes whatever the policy says
 * @param trust whose DNS answers count
 */
public record LiveSettings(
    CaptureSettings captureSettings, ExemptionSettings exemptionSettings, DnsTrust trust) {
  /** The same in another mode. */
  public LiveSettings in(CaptureSettings.Mode mode) {
    return new LiveSettings(captureSettings.in(mode), exemptionSettings, trust);
  }

  /** The same without exemptions but those of any system. */
  public LiveSettings withoutExemptions() {
    return new LiveSettings(captureSettings, ExemptionSettings.SYSTEM, trust);
  }
}
