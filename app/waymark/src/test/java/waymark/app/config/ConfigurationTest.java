package waymark.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waymark.health.Check;
import waymark.health.Probe;
import waymark.kernel.model.CaptureSettings;
import waymark.kernel.model.Marks;
import waymark.kernel.model.PlaneKind;
import waymark.policy.Address;
import waymark.policy.EgressPath;
import waymark.policy.Group;
import waymark.policy.Lifetime;
import waymark.policy.Link;
import waymark.policy.Masquerade;
import waymark.policy.NamePattern;
import waymark.policy.Network;
import waymark.policy.Rule;
import waymark.policy.Strategy;

class ConfigurationTest {
  @Test
  void everythingHasADefaultButRules() {
    Configuration configuration =
        Example.configuration("rules: [{ name: a, to: block, domains: [a.example] }]");
    assertThat(configuration.captureSettings()).isEqualTo(CaptureSettings.DEFAULT);
    assertThat(configuration.marks()).isEqualTo(Marks.DEFAULT);
    assertThat(configuration.state()).isEqualTo(Path.of("/var/lib/waymark"));
    assertThat(configuration.forwarding()).isTrue();
    assertThat(configuration.checks()).isEmpty();
    assertThat(configuration.countries())
        .isEqualTo(Path.of("/var/lib/waymark/dbip-country-lite.mmdb"));
    assertThat(configuration.policy().otherwise()).containsExactly(Link.DIRECT);
    Rule rule = configuration.policy().rules().getFirst();
    assertThat(rule.weight()).isZero();
    assertThat(rule.ttl()).isEqualTo(Lifetime.DEFAULT.keeping(86_400));
    assertThat(rule.reconnect()).isFalse();
    assertThat(rule.learnsPrivate()).isFalse();
  }

  @Test
  void everyKeyIsTaken() {
    Configuration configuration =
        Example.configuration(
            """
            links:
              vpn: { interface: wg0, masquerade: false }
              isp2: { interface: eth1, gateway: [198.51.100.1, "fe80::1"], weight: 2, masquerade: true }
            rules:
              - name: video
                to: [vpn, direct]
                domains: [YouTube.com., "=exact.example", "*.sub.example", "/^cdn[0-9]+\\\\./"]
                networks: [203.0.113.0/24, "2001:db8::/32"]
                weight: -10
                ttl: { min: 5m, max: 1d }
                keep: 2h
                reconnect: true
            default: [isp2, block]
            learn: { dns: { mode: hold, max-hold: 50ms, group: 5, queue: 6 }, without-daemon: drop }
            plane: { mode: routes, table: 90, metric: 50 }
            state: state
            marks: { mask: 0xff00, tables: 100, priority: 200 }
            forwarding: false
            country-db: geo/GeoLite2-Country.mmdb
            """);
    assertThat(configuration.countries())
        .isEqualTo(Path.of("/etc/waymark/geo/GeoLite2-Country.mmdb"));
    Link vpn = new Link("vpn", new EgressPath.Interface("wg0", List.of()), 1, Masquerade.NEVER);
    Link isp2 =
        new Link(
            "isp2",
            new EgressPath.Interface(
                "eth1", List.of(Address.parse("198.51.100.1"), Address.parse("fe80::1"))),
            2,
            Masquerade.ALWAYS);
    assertThat(configuration.policy().rules())
        .containsExactly(
            new Rule(
                "video",
                List.of(vpn, Link.DIRECT),
                List.<NamePattern>of(
                    new NamePattern.Suffix("youtube.com"),
                    new NamePattern.Exact("exact.example"),
                    new NamePattern.Below("sub.example"),
                    new NamePattern.Regex("^cdn[0-9]+\\.")),
                List.of(Network.parse("203.0.113.0/24"), Network.parse("2001:db8::/32")),
                -10,
                new Lifetime(300, 86_400, 7200),
                true));
    assertThat(configuration.policy().links()).contains(vpn, isp2);
    assertThat(configuration.policy().otherwise()).containsExactly(isp2, Link.BLOCK);
    assertThat(configuration.captureSettings())
        .isEqualTo(
            new CaptureSettings(CaptureSettings.Mode.HOLD, Duration.ofMillis(50), 5, 6)
                .with(CaptureSettings.WithoutDaemon.DROP));
    assertThat(configuration.marks()).isEqualTo(new Marks(0xff00, 100, 200));
    assertThat(configuration.state()).isEqualTo(Path.of("/etc/waymark/state"));
    assertThat(configuration.forwarding()).isFalse();
    assertThat(configuration.plane()).isEqualTo(new PlaneKind.OfRoutes(90, 50));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ipset|PT0S",
        "{ mode: ipset }|PT0S",
        "{ mode: ipset, timeout: 1h }|PT1H",
        "{ mode: ipset, timeout: 1m }|PT1M",
        "{ mode: ipset, timeout: 90500ms }|PT1M30S",
        "{ mode: ipset, timeout: 24d }|PT576H",
      })
  void learnedAddressesMayEndWithoutADaemon(String plane, Duration timeout) {
    assertThat(
            Example.configuration(
                    "rules: [{ name: a, to: direct, domains: [a.example] }]\nplane: " + plane)
                .plane())
        .isEqualTo(new PlaneKind.OfIpset(timeout));
  }

  @Test
  void linksAreCheckedAsTheySay() {
    Configuration configuration =
        Example.configuration(
            """
            links:
              vpn: { interface: wg0, check: { ping: "2001:DB8::1" } }
              isp2:
                interface: eth1
                check: { tcp: "192.0.2.1:443", every: 10s, timeout: 3s, down-after: 5, up-after: 1 }
              isp3: { interface: eth2, check: { http: "https://Example.com/alive", every: 1s } }
              isp4: { interface: eth3 }
            rules: [{ name: a, to: vpn, domains: [a.example] }]
            """);
    assertThat(configuration.checks())
        .containsOnly(
            Map.entry(
                "vpn",
                new Check(
                    new Probe.Ping("2001:db8::1"),
                    Check.EVERY,
                    Check.TIMEOUT,
                    Check.DOWN_AFTER,
                    Check.UP_AFTER)),
            Map.entry(
                "isp2",
                new Check(
                    new Probe.Tcp("192.0.2.1", 443),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(3),
                    5,
                    1)),
            Map.entry(
                "isp3",
                new Check(
                    Probe.Http.parse("https://Example.com/alive"),
                    Duration.ofSeconds(1),
                    Duration.ofMillis(500),
                    3,
                    2)));
  }

  @Test
  void groupsHaveLinksAndAStrategy() {
    Configuration configuration =
        Example.configuration(
            """
            links:
              vpn: { interface: wg0, weight: 3 }
              isp2: { interface: eth1 }
            groups:
              shared: { links: [vpn, isp2] }
              quick: { links: [isp2, direct], strategy: fastest }
              calls: { links: [vpn], strategy: sticky }
            rules:
              - { name: a, to: shared, domains: [a.example] }
              - { name: b, to: [calls, quick, direct], domains: [b.example] }
            default: quick
            """);
    Link vpn = new Link("vpn", new EgressPath.Interface("wg0", List.of()), 3, Masquerade.AUTO);
    Link isp2 = new Link("isp2", new EgressPath.Interface("eth1", List.of()), 1, Masquerade.AUTO);
    Group shared = new Group("shared", List.of(vpn, isp2), Strategy.ROUND_ROBIN);
    Group quick = new Group("quick", List.of(isp2, Link.DIRECT), Strategy.FASTEST);
    Group calls = new Group("calls", List.of(vpn), Strategy.STICKY);
    assertThat(configuration.policy().groups()).containsExactlyInAnyOrder(shared, quick, calls);
    assertThat(configuration.policy().otherwise()).containsExactly(quick);
    List<Rule> rules = configuration.policy().rules();
    assertThat(rules.get(0).to()).containsExactly(shared);
    assertThat(rules.get(1).to()).containsExactly(calls, quick, Link.DIRECT);
  }

  @Test
  void dnsHasAShortForm() {
    Configuration configuration =
        Example.configuration(
            """
            rules: [{ name: a, to: block, networks: [192.0.2.1] }]
            learn: { dns: off }
            """);
    assertThat(configuration.captureSettings().mode()).isEqualTo(CaptureSettings.Mode.OFF);
    assertThat(configuration.captureSettings().queue()).isEqualTo(CaptureSettings.DEFAULT.queue());
  }
}
