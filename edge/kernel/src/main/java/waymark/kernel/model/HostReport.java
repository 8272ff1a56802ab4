package waymark.kernel.model;

import java.util.List;
import java.util.Map;
import waymark.engine.Snapshot;

/**
 * The figures of a host at one moment.
 *
 * @param links the state of each interface link, by its name
 * @param wrongLinkPackets packets that the guard refused, by the link's name
 * @param plane what carries decisions out
 * @param labels whether connections keep their link in labels, which no other program writes
 * @param limits what cannot be done as well here as elsewhere, a sentence each
 * @param mode how answers are learned from
 * @param gaps DNS that teaches nothing
 * @param moved connections ended because they left by the wrong link
 * @param denyCounters what the default has kept in
 * @param neighbours who else uses marks, rules, tables and hooks
 */
public record HostReport(
    Snapshot engine,
    Map<String, InterfaceState> links,
    Map<String, Long> wrongLinkPackets,
    PlaneKind plane,
    boolean labels,
    List<String> limits,
    CaptureSettings.Mode mode,
    CaptureFigures capture,
    DnsGaps gaps,
    long moved,
    DenyCounters denyCounters,
    HostNeighbours neighbours) {
  public HostReport {
    limits = List.copyOf(limits);
  }
}
