package waymark.app.toapi;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import waymark.api.AddressTraffic;
import waymark.api.Denials;
import waymark.api.LinkTraffic;
import waymark.api.RuleTraffic;
import waymark.api.Traffic;
import waymark.api.Volume;

/** Traffic as records of the API. */
public final class TrafficToApi {
  private static final int MOST_DENIALS = 100;

  private TrafficToApi() {}

  public static Traffic traffic(waymark.kernel.model.TrafficReport traffic, Denials denials) {
    List<LinkTraffic> links = new ArrayList<>();
    for (waymark.kernel.model.TrafficReport.OfLink link : traffic.links()) {
      links.add(
          new LinkTraffic(
              link.link(), link.connections(), volume(link.total()), volume(link.perSecond())));
    }
    List<RuleTraffic> rules = new ArrayList<>();
    for (waymark.kernel.model.TrafficReport.OfRule rule : traffic.rules()) {
      rules.add(
          new RuleTraffic(
              rule.rule(), rule.connections(), volume(rule.total()), volume(rule.perSecond())));
    }
    List<AddressTraffic> addresses = new ArrayList<>();
    for (waymark.kernel.model.TrafficReport.OfAddress address : traffic.addresses()) {
      addresses.add(
          new AddressTraffic(
              address.address(),
              address.name(),
              address.rule(),
              address.link(),
              address.connections(),
              volume(address.total()),
              volume(address.perSecond())));
    }
    return new Traffic(
        traffic.at() == 0 ? "" : Instant.ofEpochMilli(traffic.at()).toString(),
        traffic.lookNanos() / 1000,
        traffic.connections(),
        traffic.lostEnds(),
        links,
        rules,
        addresses,
        volume(traffic.other()),
        denials.denials().stream().limit(MOST_DENIALS).toList());
  }

  private static Volume volume(waymark.kernel.model.TrafficVolume trafficVolume) {
    return new Volume(
        trafficVolume.sentBytes(),
        trafficVolume.receivedBytes(),
        trafficVolume.sentPackets(),
        trafficVolume.receivedPackets());
  }
}
