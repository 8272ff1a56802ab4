package waymark.app.daemon;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import waymark.console.MetricFamily;
import waymark.console.MetricFamily.Sample;
import waymark.kernel.model.TrafficReport;
import waymark.kernel.model.TrafficVolume;

/** The metrics about who used the links: bytes, packets and connections. */
final class TrafficMetrics {
  private static final String LINK = "link";
  private static final String RULE = "rule";
  private static final String DIRECTION = "direction";
  private static final String SENT = "sent";
  private static final String RECEIVED = "received";

  private TrafficMetrics() {}

  static List<MetricFamily> of(TrafficReport traffic) {
    List<MetricFamily> families = new ArrayList<>();
    List<Sample> bytes = new ArrayList<>();
    List<Sample> packets = new ArrayList<>();
    List<Sample> connections = new ArrayList<>();
    for (TrafficReport.OfLink link : traffic.links()) {
      bytes(bytes, link.total(), Map.of(LINK, link.link()));
      packets(packets, link.total(), Map.of(LINK, link.link()));
      connections.add(new Sample("", Map.of(LINK, link.link()), link.connections()));
    }
    families.add(
        MetricFamily.counter("link_bytes", "Bytes over the link, with IP headers.").with(bytes));
    families.add(MetricFamily.counter("link_packets", "Packets over the link.").with(packets));
    families.add(
        MetricFamily.gauge("connections", "Open connections of the link.").with(connections));
    List<Sample> rules = new ArrayList<>();
    for (TrafficReport.OfRule rule : traffic.rules()) {
      bytes(rules, rule.total(), Map.of(RULE, rule.rule()));
    }
    families.add(
        MetricFamily.counter("rule_bytes", "Bytes of the rule's connections.").with(rules));
    Map<Map<String, String>, TrafficVolume> destinations = new HashMap<>();
    for (TrafficReport.OfAddress address : traffic.addresses()) {
      destinations.merge(
          Map.of("name", address.name(), "address", address.address()),
          address.total(),
          TrafficVolume::plus);
    }
    destinations.put(Map.of("name", "", "address", "other"), traffic.other());
    List<Sample> samples = new ArrayList<>();
    destinations.forEach((labels, trafficVolume) -> bytes(samples, trafficVolume, labels));
    families.add(
        MetricFamily.counter("destination_bytes", "Bytes to and from the busiest addresses.")
            .with(samples));
    families.add(
        MetricFamily.counter(
                "connection_ends_lost", "Times that the end of connections was missed.")
            .with(traffic.lostEnds()));
    families.add(
        MetricFamily.gauge("accounting_look_seconds", "Duration of the last scan of connections.")
            .with(traffic.lookNanos() / 1e9));
    return families;
  }

  private static void bytes(
      List<Sample> samples, TrafficVolume trafficVolume, Map<String, String> labels) {
    both(samples, trafficVolume.sentBytes(), trafficVolume.receivedBytes(), labels);
  }

  private static void packets(
      List<Sample> samples, TrafficVolume trafficVolume, Map<String, String> labels) {
    both(samples, trafficVolume.sentPackets(), trafficVolume.receivedPackets(), labels);
  }

  private static void both(
      List<Sample> samples, long sent, long received, Map<String, String> labels) {
    Map<String, String> all = new TreeMap<>(labels);
    all.put(DIRECTION, SENT);
    samples.add(new Sample("", all, (double) sent));
    all.put(DIRECTION, RECEIVED);
    samples.add(new Sample("", all, (double) received));
  }
}
