package waymark.kernel.routes;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import waymark.kernel.links.InterfaceLinks;
import waymark.kernel.links.LinkNumbers;
import waymark.kernel.model.CaptureSettings;
import waymark.kernel.model.InterfaceState;
import waymark.kernel.model.Marks;
import waymark.kernel.table.Chains;
import waymark.kernel.table.DnsTap;
import waymark.kernel.table.KernelTable;
import waymark.kernel.table.LinkCounters;
import waymark.kernel.table.NatAndMss;
import waymark.policy.Link;
import waymark.policy.Policy;

/**
 * The table {@code inet waymark} beside a plane of routes, in nftables' own language: DNS, source
 * addresses, segment sizes. The mark of a connection says by which link it left last; nothing goes
 * by it.
 */
final class RouteRuleset {
  private final Policy policy;
  private final LinkNumbers numbers;
  private final Marks marks;
  private final CaptureSettings captureSettings;
  private final Map<String, InterfaceState> states;
  private final Chains chains = new Chains();

  /**
   * @param captureSettings in the mode that the kernel can do
   * @param states by the link's name
   */
  RouteRuleset(
      Policy policy,
      LinkNumbers numbers,
      Marks marks,
      CaptureSettings captureSettings,
      Map<String, InterfaceState> states) {
    this.policy = policy;
    this.numbers = numbers;
    this.marks = marks;
    this.captureSettings = captureSettings;
    this.states = states;
    leaving();
    DnsTap.add(chains, captureSettings);
  }

  private void leaving() {
    List<String> left = chains.add("left_by", NatAndMss.OUT);
    List<String> back =
        chains.add("accounts_in", "type filter hook input priority mangle; policy accept;");
    List<String> out = chains.add("segments_out", NatAndMss.OUT);
    List<String> in = chains.add("segments_in", NatAndMss.IN);
    List<String> source = chains.add("source_nat", NatAndMss.SOURCE_NAT);
    for (Link link : InterfaceLinks.of(policy)) {
      NatAndMss edge = new NatAndMss(link, states.getOrDefault(link.name(), InterfaceState.ABSENT));
      int number = numbers.of(link);
      String by = "ct direction original oifname " + edge.device() + " ";
      String mask = "ct mark and " + marks.maskText() + " ";
      left.add(by + mask + "!= " + marks.text(number) + " " + marks.set("ct mark", number));
      left.add(by + "counter name " + LinkCounters.name(LinkCounters.SENT, number));
      String received =
          "ct direction reply "
              + mask
              + "== "
              + marks.text(number)
              + " counter name "
              + LinkCounters.name(LinkCounters.RECEIVED, number);
      left.add(received);
      back.add(received);
      edge.masquerade(source, "oifname " + edge.device() + " ");
      edge.segments(out, in);
    }
  }

  /** All rules, for people to compare. */
  List<String> lines() {
    return chains.lines();
  }

  /**
   * The text that makes the table so, whatever it was.
   *
   * @param oldChains the chains that are there
   * @param oldSets the sets that are there; this has none
   */
  String text(Collection<String> oldChains, Collection<String> oldSets) {
    StringBuilder text = new StringBuilder(KernelTable.ADD);
    String where = " inet " + KernelTable.NAME + " ";
    if (!oldSets.isEmpty() || !chains.names().containsAll(oldChains)) {
      // Another plane's, or somebody's: nothing in there is worth keeping.
      text.append("delete table inet ").append(KernelTable.NAME).append('\n');
      text.append(KernelTable.ADD);
    }
    if (captureSettings.mode() == CaptureSettings.Mode.HOLD) {
      text.append("add counter").append(where).append(DnsTap.ANSWERS).append('\n');
    }
    for (Link link : InterfaceLinks.of(policy)) {
      for (String map : LinkCounters.MAPS) {
        text.append(LinkCounters.add(map, numbers.of(link)));
      }
    }
    chains.text(text, List.of());
    return text.toString();
  }
}
