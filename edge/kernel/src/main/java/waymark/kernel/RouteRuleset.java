package waymark.kernel;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import waymark.policy.Link;
import waymark.policy.Masquerade;
import waymark.policy.Network;
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
  private final Learning learning;
  private final Map<String, LinkState> states;
  private final Map<String, List<String>> chains = new LinkedHashMap<>();
  private final Map<String, String> hooks = new LinkedHashMap<>();

  /**
   * @param learning in the mode that the kernel can do
   * @param states by the link's name
   */
  RouteRuleset(
      Policy policy,
      LinkNumbers numbers,
      Marks marks,
      Learning learning,
      Map<String, LinkState> states) {
    this.policy = policy;
    this.numbers = numbers;
    this.marks = marks;
    this.learning = learning;
    this.states = states;
    leaving();
    answers();
  }

  private List<String> chain(String name, String hook) {
    hooks.put(name, hook);
    return chains.computeIfAbsent(name, key -> new ArrayList<>());
  }

  private void leaving() {
    List<String> left = chain("left_by", hook("filter", "postrouting", "mangle"));
    List<String> back = chain("accounts_in", hook("filter", "input", "mangle"));
    List<String> out = chain("segments_out", hook("filter", "postrouting", "mangle"));
    List<String> in = chain("segments_in", hook("filter", "prerouting", "mangle"));
    List<String> source = chain("source_nat", hook("nat", "postrouting", "srcnat"));
    for (Link link : Ruleset.interfaces(policy)) {
      String device = "\"" + Ruleset.device(link) + "\"";
      LinkState state = states.getOrDefault(link.name(), LinkState.ABSENT);
      String mark = hex(marks.mark(numbers.of(link)));
      left.add(
          ("ct direction original oifname %s ct mark and %s != %s"
                  + " ct mark set ct mark and %s or %s")
              .formatted(device, hex(marks.mask()), mark, hex(~marks.mask()), mark));
      int number = numbers.of(link);
      left.add("ct direction original oifname " + device + counter(Ruleset.SENT, number));
      String received =
          "ct direction reply ct mark and "
              + hex(marks.mask())
              + " == "
              + mark
              + counter(Ruleset.RECEIVED, number);
      left.add(received);
      back.add(received);
      masquerade(source, link, "oifname " + device + " ");
      if (state.mtu() > 0 && state.mtu() < 65_536) {
        out.add("oifname " + device + " tcp flags syn tcp option maxseg size set rt mtu");
        in.add(segment(device, "ipv4", state.mtu() - 40));
        in.add(segment(device, "ipv6", state.mtu() - 60));
      }
    }
  }

  private static String counter(String what, int number) {
    return " counter name " + what + "_" + number;
  }

  private static String segment(String device, String family, int size) {
    return "iifname %s meta nfproto %s tcp flags syn tcp option maxseg size > %d tcp option maxseg size set %d"
        .formatted(device, family, size, size);
  }

  private void masquerade(List<String> rules, Link link, String matches) {
    if (link.masquerade() == Masquerade.NEVER) {
      return;
    }
    for (boolean ipv4 : new boolean[] {true, false}) {
      StringBuilder except = new StringBuilder();
      if (link.masquerade() == Masquerade.AUTO) {
        for (Network network : states.getOrDefault(link.name(), LinkState.ABSENT).onLink()) {
          if (network.base().isIpv4() == ipv4) {
            except.append(ipv4 ? "ip" : "ip6").append(" saddr != ").append(network).append(' ');
          }
        }
      }
      String family = "meta nfproto " + (ipv4 ? "ipv4 " : "ipv6 ");
      rules.add(matches + family + except + "masquerade");
    }
  }

  /** Copies questions, and copies or queues answers, once on each way that they pass. */
  private void answers() {
    if (learning.mode() == Learning.Mode.OFF) {
      return;
    }
    String copy = "log group " + learning.group() + " queue-threshold 1";
    List<String> answer = chain("answer", "");
    if (learning.mode() == Learning.Mode.HOLD) {
      chain(Ruleset.QUEUE_CHAIN, "");
      answer.add("counter name " + Ruleset.ANSWERS + " goto " + Ruleset.QUEUE_CHAIN);
    } else {
      answer.add(copy);
    }
    List<String> dns = chain("dns", "");
    dns.add("ct direction original th dport 53 " + copy);
    dns.add("ct direction reply ct state established th sport 53 goto answer");
    chain("dns_out", hook("filter", "postrouting", "mangle - 10"))
        .add("meta l4proto { tcp, udp } jump dns");
    List<String> in = chain("dns_in", hook("filter", "input", "mangle"));
    // What this host says to itself has passed postrouting.
    in.add("iif lo accept");
    in.add("meta l4proto { tcp, udp } jump dns");
  }

  private static String hook(String type, String hook, String priority) {
    return " { type " + type + " hook " + hook + " priority " + priority + "; policy accept; }";
  }

  private static String hex(int bits) {
    return "0x" + Integer.toHexString(bits);
  }

  /** All rules, for people to compare. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    chains.forEach(
        (name, rules) -> rules.forEach(rule -> lines.add("chain " + name + ": " + rule)));
    return lines;
  }

  /**
   * The text that makes the table so, whatever it was.
   *
   * @param oldChains the chains that are there
   * @param oldSets the sets that are there; this has none
   */
  String text(Collection<String> oldChains, Collection<String> oldSets) {
    StringBuilder text = new StringBuilder(Ruleset.addTable());
    String where = " inet " + KernelTable.NAME + " ";
    if (!oldSets.isEmpty() || !chains.keySet().containsAll(oldChains)) {
      // Another plane's, or somebody's: nothing in there is worth keeping.
      text.append("delete table inet ").append(KernelTable.NAME).append('\n');
      text.append(Ruleset.addTable());
    }
    if (learning.mode() == Learning.Mode.HOLD) {
      text.append("add counter").append(where).append(Ruleset.ANSWERS).append('\n');
    }
    for (Link link : Ruleset.interfaces(policy)) {
      for (String what : List.of(Ruleset.SENT, Ruleset.RECEIVED)) {
        text.append("add counter").append(where).append(what).append('_');
        text.append(numbers.of(link)).append('\n');
      }
    }
    chains
        .keySet()
        .forEach(
            name ->
                text.append("add chain")
                    .append(where)
                    .append(name)
                    .append(hooks.get(name))
                    .append('\n'));
    for (String name : chains.keySet()) {
      if (!name.equals(Ruleset.QUEUE_CHAIN)) {
        text.append("flush chain").append(where).append(name).append('\n');
      }
    }
    chains.forEach(
        (name, rules) ->
            rules.forEach(
                rule ->
                    text.append("add rule")
                        .append(where)
                        .append(name)
                        .append(' ')
                        .append(rule)
                        .append('\n')));
    return text.toString();
  }
}
