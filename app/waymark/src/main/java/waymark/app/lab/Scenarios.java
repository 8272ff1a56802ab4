package waymark.app.lab;

import java.util.ArrayList;
import java.util.List;
import waymark.app.lab.NameScenario.Ask;
import waymark.app.lab.NameScenario.Kind;

/** The scenarios of the lab, in order. */
final class Scenarios {
  private Scenarios() {}

  /** The usual scenarios, then those with policies of their own. */
  static List<Scenario> all() {
    List<Scenario> all = new ArrayList<>(usual());
    all.addAll(
        List.of(
            OnPlane.nftables(),
            OnPlane.ipset(),
            OnPlane.routes(),
            new PolicySwap(),
            new Failover(),
            new SilentDeath(),
            new DefaultDeny(""),
            new ScopedRules(),
            new ChangedSources(),
            new DefaultDeny("ipset")));
    return all;
  }

  static List<Scenario> usual() {
    return List.of(
        new NameScenario("default", "default", "", List.of(isp1("www.other.example"))),
        new NameScenario(
            "suffix",
            "suffix",
            "to: isp2, domains: [suffix.example]",
            List.of(
                isp2("suffix.example"),
                isp2("www.suffix.example"),
                isp2("a.b.c.suffix.example"),
                isp1("notsuffix.example"))),
        new NameScenario(
            "exact",
            "exact",
            "to: isp2, domains: [\"=exact.example\"]",
            List.of(isp2("exact.example"), isp1("www.exact.example"))),
        new NameScenario(
            "names below",
            "below",
            "to: isp2, domains: [\"*.below.example\"]",
            List.of(isp2("www.below.example"), isp1("below.example"))),
        new NameScenario(
            "regex",
            "regex",
            "to: isp2, domains: [\"/^cdn[0-9]+\\\\./\"]",
            List.of(isp2("cdn7.regex.example"), isp1("cdn.regex.example"))),
        new NameScenario(
            "weight",
            "upload",
            "to: direct, weight: 10, domains: [\"=upload.suffix.example\"]",
            List.of(isp1("upload.suffix.example"))),
        new NameScenario(
            "CNAME",
            "cname",
            "to: isp2, domains: [alias.example, \"=edge-shop-example.cdn.invalid\"]",
            List.of(
                new Ask("www.alias.example", Kind.ALIAS, Uplink.ISP2),
                new Ask("shop.example", Kind.ALIAS, Uplink.ISP2),
                new Ask("unclaimed.example", Kind.ALIAS, Uplink.ISP1))),
        new NameScenario(
            "kinds of answers",
            "kinds",
            "to: isp2, domains: [kinds.example]",
            List.of(
                new Ask("six.kinds.example", Kind.IPV6, Uplink.ISP2),
                new Ask("three.kinds.example", Kind.SEVERAL, Uplink.ISP2),
                new Ask("hints.kinds.example", Kind.HINTS, Uplink.ISP2),
                new Ask("six.other.example", Kind.IPV6, Uplink.ISP1))),
        new NameScenario(
            "ways to ask",
            "ways",
            "to: isp2, domains: [ways.example]",
            List.of(
                new Ask("tcp.ways.example", Kind.BY_TCP, Uplink.ISP2),
                new Ask("six.ways.example", Kind.BY_IPV6, Uplink.ISP2),
                new Ask("router.ways.example", Kind.BY_ROUTER, Uplink.ISP2))),
        new SharedAddress(),
        new StaticNetworks(),
        new NameScenario(
            "block",
            "block",
            "to: block, domains: [ads.example]",
            List.of(
                new Ask("www.ads.example", Kind.IPV4, Uplink.REFUSED),
                new Ask("six.ads.example", Kind.IPV6, Uplink.REFUSED))),
        new Burst(),
        new Delay(),
        new Guard(),
        new ForeignChange(),
        new Restart(),
        new Observed());
  }

  private static Ask isp1(String name) {
    return new Ask(name, Kind.IPV4, Uplink.ISP1);
  }

  private static Ask isp2(String name) {
    return new Ask(name, Kind.IPV4, Uplink.ISP2);
  }
}
