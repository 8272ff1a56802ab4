package waymark.app.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import waymark.console.MetricFamily;
import waymark.engine.Snapshot;
import waymark.health.LinkHealth;
import waymark.journal.JournalFigures;
import waymark.journal.JournalSettings;
import waymark.kernel.model.CaptureFigures;
import waymark.kernel.model.CaptureSettings;
import waymark.kernel.model.DenialReport;
import waymark.kernel.model.DenyCounters;
import waymark.kernel.model.DnsGaps;
import waymark.kernel.model.Durations;
import waymark.kernel.model.HostNeighbours;
import waymark.kernel.model.HostReport;
import waymark.kernel.model.PlaneKind;
import waymark.kernel.model.TrafficReport;

class HostMetricsTest {
  private static final Path DOCS = Path.of("../../docs");
  private static final Pattern NAME = Pattern.compile("waymark_([a-z_]+)");

  private static final JournalFigures JOURNAL =
      new JournalFigures(
          JournalSettings.Mode.FULL, 7, 3, 4_096, Optional.empty(), "No space left on device");

  private static List<MetricFamily> families() {
    HostReport report =
        new HostReport(
            new Snapshot(
                List.of(), 0, 0, 0, Map.of(), 0, Map.of("the table", 2L, "the routes", 1L), 7),
            Map.of(),
            Map.of(),
            PlaneKind.NFTABLES,
            false,
            List.of(),
            CaptureSettings.Mode.HOLD,
            new CaptureFigures(0, 0, 0, 0, 0, 0, 0, 0, Durations.NONE, Durations.NONE),
            DnsGaps.NONE,
            0,
            new DenyCounters(true, 12, 1),
            HostNeighbours.NONE);
    Map<String, LinkHealth> health =
        Map.of(
            "vpn", new LinkHealth(true, 12_500_000, 0.25, Instant.EPOCH, ""),
            "isp2", new LinkHealth(false, 0, 1, Instant.EPOCH, "no answer"));
    return HostMetrics.of(
        report, health, new DenialReport(List.of(), 7, 2), TrafficReport.NONE, 2, JOURNAL);
  }

  private static String samples(String name) {
    StringBuilder samples = new StringBuilder();
    for (MetricFamily family : families()) {
      if (family.name().equals(name)) {
        family.samples().forEach(it -> samples.append(it.labels()).append(it.value()).append(' '));
      }
    }
    return samples.toString();
  }

  @Test
  void figuresOfChecksRepairsAndDenialsAreThere() {
    assertThat(samples("link_latency_seconds")).isEqualTo("{link=vpn}0.0125 ");
    assertThat(samples("link_loss_ratio")).isEqualTo("{link=isp2}1.0 {link=vpn}0.25 ");
    assertThat(samples("repairs"))
        .contains("{what=the routes}1.0 ", "{what=the table}2.0 ")
        .as("before the first repair")
        .contains("{what=the learned addresses}0.0 ", "{what=the settings of the kernel}0.0 ");
    assertThat(samples("journal_lost_rows")).isEqualTo("{}3.0 ");
    assertThat(samples("journal_paused")).isEqualTo("{}1.0 ");
    assertThat(samples("denied_packets")).isEqualTo("{by=default}12.0 {by=last_line}1.0 ");
  }

  @Test
  void thePageNamesEveryMetric() throws IOException {
    TreeSet<String> told = new TreeSet<>();
    for (String line : Files.readAllLines(DOCS.resolve("monitoring.md"))) {
      if (line.startsWith("| `waymark_")) {
        String names = line.substring(0, line.indexOf('|', 2));
        NAME.matcher(names).results().map(HostMetricsTest::name).forEach(told::add);
      }
    }
    TreeSet<String> made = new TreeSet<>();
    families().forEach(family -> made.add(family.name()));
    assertThat(told).isEqualTo(made);
  }

  @Test
  void theDashboardShowsWhatIsThere() throws IOException {
    TreeSet<String> made = new TreeSet<>();
    families().forEach(family -> made.add(family.name()));
    assertThat(
            NAME.matcher(Files.readString(DOCS.resolve("grafana.json")))
                .results()
                .map(HostMetricsTest::name))
        .isNotEmpty()
        .allMatch(made::contains);
  }

  /** Of the family: counters and histograms have names of their own for their samples. */
  private static String name(MatchResult found) {
    return found.group(1).replaceAll("_(total|bucket|sum|count)$", "");
  }

  @Test
  void rulesThatLackAListAreCounted() {
    assertThat(samples("rules_lacking")).contains("2");
  }
}
