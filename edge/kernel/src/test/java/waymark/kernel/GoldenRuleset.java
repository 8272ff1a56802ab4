package waymark.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import waymark.policy.Address;
import waymark.policy.Link;
import waymark.policy.Masquerade;
import waymark.policy.Network;
import waymark.policy.Policy;
import waymark.policy.Rule;
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
      Policies.rule("local", Link.DIRECT, "198.18.0.0/15"));

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
  }

  private final Learning.Mode mode;
  private final Marks marks;
  private final Policy policy;

  GoldenRuleset(Learning.Mode mode, Marks marks, List<Link> otherwise, Rule... rules) {
    this.mode = mode;
    this.marks = marks;
    policy = Policy.compile(List.of(Constants.VPN, Constants.ISP), List.of(rules), otherwise);
  }

  Ruleset ruleset() {
    LinkState up =
        new LinkState(
            5, true, 1420, List.of(Network.parse("10.2.0.0/24"), Network.parse("fd00:2::/64")));
    LinkNumbers numbers = LinkNumbers.of(policy.links(), Map.of(), marks);
    return new Ruleset(
        policy,
        List.of(),
        StaticSets.of(policy, numbers).named(List.of()),
        numbers,
        marks,
        mode,
        7053,
        Map.of("vpn", up, "isp2", LinkState.ABSENT),
        Balance.NONE);
  }

  String text() {
    return ruleset().text(List.of(), List.of());
  }

  String file() {
    String name = "ruleset-" + name().toLowerCase(Locale.ROOT).replace('_', '-') + ".nft";
    try (InputStream file = GoldenRuleset.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(file, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
