package waymark.app.toapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import waymark.api.JournalStatus;
import waymark.api.LearningStatus;
import waymark.api.LinkStatus;
import waymark.api.Sightings;
import waymark.api.Status;
import waymark.engine.Learned;
import waymark.engine.Snapshot;
import waymark.journal.JournalFigures;
import waymark.journal.JournalSettings;
import waymark.kernel.model.CaptureFigures;
import waymark.kernel.model.CaptureSettings;
import waymark.kernel.model.DenyCounters;
import waymark.kernel.model.DnsGaps;
import waymark.kernel.model.Durations;
import waymark.kernel.model.HostConflict;
import waymark.kernel.model.HostNeighbours;
import waymark.kernel.model.HostReport;
import waymark.kernel.model.PlaneKind;

class StatusToApiTest {
  @Test
  void statusSaysWhatEngineAndKernelSay() {
    Snapshot snapshot =
        new Snapshot(
            List.of(new Snapshot.OfRule(ExplainedToApiTest.RULE, 3, 1, true)),
            3,
            2,
            1,
            Map.of(Learned.KNOWN, 5L, Learned.PENDING, 6L),
            8,
            Map.of("a rule", 4L, "a route", 5L),
            0);
    HostReport report =
        new HostReport(
            snapshot,
            ExplainedToApiTest.vpn(false),
            Map.of("vpn", 4L),
            PlaneKind.ROUTES,
            true,
            List.of("plane routes has no guard"),
            CaptureSettings.Mode.OBSERVE,
            new CaptureFigures(1, 2, 3, 4, 5, 6, 7, 8, Durations.NONE, Durations.NONE),
            DnsGaps.NONE,
            10,
            new DenyCounters(true, 5, 1),
            new HostNeighbours(
                List.of("zapret"),
                List.of(new HostConflict("zapret", "uses our bits", "set another mask")),
                List.of(new HostConflict("The bridge br0", "is blind", "see"))));
    Status status =
        StatusToApi.status(
            report,
            ExplainedToApiTest.POLICY,
            Map.of(),
            Map.of(),
            List.of("the policy of /a.yaml is on trial"),
            new JournalFigures(
                JournalSettings.Mode.FULL, 7, 3, 4_096, Optional.of(0L), "No space left"),
            CaptureSettings.Mode.HOLD,
            ExplainedToApiTest.NOW,
            4711);
    assertThat(status.since()).isEqualTo("2026-01-31T09:00:00Z");
    assertThat(status.links())
        .containsExactly(
            new LinkStatus("vpn", "wg0", List.of("192.0.2.1"), LinkStatus.State.DOWN, 7, 1420, 4));
    assertThat(status.learning().actual()).isEqualTo(LearningStatus.Mode.OBSERVE);
    assertThat(status.learning().why()).isEqualTo("this kernel cannot hold answers; see the log");
    assertThat(status.sightings()).isEqualTo(new Sightings(0, 5, 6, 0, 0, 0, 0));
    assertThat(status.capture().questions()).isEqualTo(1);
    assertThat(status.capture().droppedLate()).isEqualTo(8);
    assertThat(status.denials()).isEqualTo(new waymark.api.DenialCounts(true, 5, 1));
    assertThat(status.repairs()).isEqualTo(9);
    assertThat(status.failures()).isEqualTo(8);
    assertThat(status.plane()).isEqualTo("routes");
    assertThat(status.notes())
        .hasSize(4)
        .startsWith("the policy of /a.yaml is on trial")
        .contains("plane routes has no guard", "The bridge br0 is blind; see")
        .anyMatch(note -> note.contains("is full"));
    assertThat(status.journal())
        .isEqualTo(
            new JournalStatus(
                JournalStatus.Mode.FULL, 7, 3, 4_096, "1970-01-01T00:00:00Z", "No space left"));
    assertThat(status.moved()).isEqualTo(10);
  }
}
