package waymark.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import waymark.policy.Address;
import waymark.policy.Client;
import waymark.policy.Group;
import waymark.policy.Lifetime;
import waymark.policy.Link;
import waymark.policy.Masquerade;
import waymark.policy.Names;
import waymark.policy.Network;
import waymark.policy.Policy;
import waymark.policy.PortRange;
import waymark.policy.Rule;
import waymark.policy.Scope;
import waymark.policy.Strategy;
import waymark.policy.Way;

/** Small policies whose tables are written down in files beside this one. */
enum GoldenRuleset {
  /** Two links, of which one is down, and a rule of each kind. */
  HOLD(
      Learning.Mode.HOLD,
      Marks.DEFAULT,
      List.of(Link.DIRECT),
      Policies.rule(
          "video", Constants.VPN, "video.example", "198.18.5.0/24", "2001:2::/48", "198.18.9.9/32"),
      Policies.rule("both", List.of(Constants.ISP, Constants.VPN), "both.example"),
      Policies.rule("open", List.of(Constants.ISP, Link.DIRECT), "198.18.5.128/25"),
      Policies.rule("ads", Link.BLOCK, "ads.example")),
  /** What no rule matches is refused. */
  OBSERVE_AND_BLOCK(
      Learning.Mode.OBSERVE,
      Marks.DEFAULT,
      List.of(Link.BLOCK),
      Policies.rule("work", Link.DIRECT, "work.example", "198.18.0.0/15")),
  /** Nothing is learned, and the marks have another place. */
  OFF(
      Learning.Mode.OFF,
      new Marks(0x00ff0000, 100, 20_000),
      List.of(Constants.VPN),
      Policies.rule("local", Link.DIRECT, "198.18.0.0/15")),
  /** Groups of each strategy, and rules of some ports and clients. */
  GROUPS_AND_SCOPES(
      Learning.Mode.HOLD,
      Marks.DEFAULT,
      Policy.compile(
          List.of(Constants.VPN, Constants.ISP, Constants.HEAVY),
          List.of(Constants.TURNS, Constants.CHANCE, Constants.SAME),
          List.of(
              Policies.rule("video", List.of(Constants.TURNS, Link.DIRECT), "video.example"),
              Policies.rule("calls", List.of(Constants.CHANCE), "198.18.6.0/24"),
              Policies.rule("shop", List.of(Constants.SAME), "shop.example"),
              Constants.limited(Constants.VPN)),
          List.of(Link.DIRECT))),
  /** A link that only IPv4 can leave by: alone, in a list, and in groups. */
  FAMILIES(
      Learning.Mode.OFF,
      Marks.DEFAULT,
      Policy.compile(
          List.of(Constants.VPN, Constants.FOUR, Constants.HEAVY),
          List.of(Constants.PAIR, Constants.KEPT),
          List.of(
              Policies.rule("list", List.of(Constants.FOUR, Link.DIRECT), "198.18.6.0/24"),
              Policies.rule("shop", List.of(Constants.KEPT), "198.18.7.0/24"),
              Constants.limited(Constants.FOUR)),
          List.of(Constants.PAIR)));

  static final Link VPN = Constants.VPN;
  static final Link ISP = Constants.ISP;

  /** Constants of an enum are made before its other fields. */
  private static final class Constants {
    static final Link VPN = Policies.link("vpn", "wg0");
    static final Link ISP =
        new Link(
            "isp2",
            new Way.Interface("eth1", List.of(Address.parse("198.51.100.1"))),
            1,
            Masquerade.ALWAYS);
    static final Link HEAVY =
        new Link("heavy", new Way.Interface("wg1", List.of()), 3, Masquerade.AUTO);
    static final Group TURNS = new Group("turns", List.of(VPN, ISP, HEAVY), Strategy.ROUND_ROBIN);
    static final Group CHANCE =
        new Group("chance", List.of(VPN, HEAVY, Link.DIRECT), Strategy.RANDOM);
    static final Group SAME = new Group("same", List.of(VPN, ISP, HEAVY), Strategy.STICKY);
    static final Link FOUR = Policies.link("four", "eth2", "203.0.113.1");
    static final Group PAIR = new Group("pair", List.of(FOUR, VPN), Strategy.ROUND_ROBIN);
    static final Group KEPT = new Group("kept", List.of(FOUR, VPN, HEAVY), Strategy.STICKY);

    /** A rule of some ports and clients. */
    static Rule limited(Link to) {
      return new Rule(
          "mail",
          List.of(to),
          Names.NONE,
          List.of(Network.parse("198.18.0.0/15")),
          List.of(),
          new Scope(
              List.of(PortRange.parse("tcp/25"), PortRange.parse("5000-6000")),
              List.of(
                  Client.parse("10.0.0.0/24"),
                  Client.parse("fd00::/64"),
                  Client.parse("interface:br-guest"),
                  Client.parse("self"))),
          5,
          Lifetime.DEFAULT,
          false);
    }
  }

  private static final Lifelines LIFELINES =
      new Lifelines(
          List.of(Network.parse("192.168.7.0/24"), Network.parse("fd07::/64")),
          new TreeSet<>(List.of(Address.parse("9.9.9.9"), Address.parse("2620:fe::fe"))),
          new TreeSet<>(List.of(22, 443)));

  private static final LinkState NEIGHBOURS =
      new LinkState(
          2,
          true,
          1500,
          List.of(
              Network.parse("192.168.0.0/16"),
              Network.parse("192.168.7.0/24"),
              Network.parse("192.168.7.1/32")));

  private final Learning.Mode mode;
  private final Marks marks;
  private final Policy policy;

  GoldenRuleset(Learning.Mode mode, Marks marks, List<Link> otherwise, Rule... rules) {
    this(
        mode,
        marks,
        Policy.compile(List.of(Constants.VPN, Constants.ISP), List.of(rules), otherwise));
  }

  GoldenRuleset(Learning.Mode mode, Marks marks, Policy policy) {
    this.mode = mode;
    this.marks = marks;
    this.policy = policy;
  }

  Ruleset ruleset() {
    LinkNumbers numbers = LinkNumbers.of(policy.links(), Map.of(), marks);
    StaticSets nets = StaticSets.of(policy, numbers).named(List.of());
    return new Ruleset(
        new RulesetPlan(
            policy,
            NftablesTargets.of(policy, List.of(), numbers, new LearnedSets(), nets),
            numbers,
            marks,
            learning(),
            around(),
            Balance.NONE,
            lifelines()));
  }

  private Learning learning() {
    return new Learning(mode, Learning.DEFAULT.maxHold(), 7053, 7053);
  }

  private Surroundings around() {
    LinkState up =
        new LinkState(
            5, true, 1420, List.of(Network.parse("10.2.0.0/24"), Network.parse("fd00:2::/64")));
    return Surroundings.of(
        policy,
        new HostLinks(Map.of("wg0", up, "eth0", NEIGHBOURS), Set.of()),
        Map.of("vpn", up, "isp2", LinkState.ABSENT, "heavy", up, "four", up.leftBy(true, false)));
  }

  private Lifelines lifelines() {
    return policy.deniesByDefault() ? LIFELINES : Lifelines.NONE;
  }

  String text() {
    return ruleset().text(List.of(), List.of());
  }

  /** The same policy by chains of iptables. */
  IptablesRuleset iptables(boolean ipv4) {
    LinkNumbers numbers = LinkNumbers.of(policy.links(), Map.of(), marks);
    IpsetTargets targets = IpsetTargets.of(policy, List.of(), numbers);
    return new IptablesRuleset(
        new IptablesPlan(
            ipv4,
            policy,
            targets,
            numbers,
            marks,
            learning(),
            around(),
            Balance.NONE,
            lifelines()));
  }

  String iptablesText(boolean ipv4) {
    return iptables(ipv4).text(new Iptables.Saved(List.of(), List.of()));
  }

  String file() {
    return file("ruleset-", ".nft");
  }

  String iptablesFile(boolean ipv4) {
    return file(ipv4 ? "iptables-" : "ip6tables-", ".rules");
  }

  private String file(String beginning, String end) {
    String name = beginning + name().toLowerCase(Locale.ROOT).replace('_', '-') + end;
    try (InputStream file = GoldenRuleset.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(file, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
