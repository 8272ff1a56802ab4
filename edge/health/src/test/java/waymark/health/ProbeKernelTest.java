package waymark.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import waymark.linux.Wakeup;

@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
class ProbeKernelTest {
  /** So long a probe waits that should have an answer. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final Resolver NAMES =
      name ->
          switch (name) {
            case "site.example" ->
                List.of(
                    InetAddress.ofLiteral("2001:2:0:1::1"), InetAddress.ofLiteral("198.18.0.1"));
            case "other.example" -> List.of(InetAddress.ofLiteral("198.18.0.1"));
            case "half.example" ->
                List.of(
                    InetAddress.ofLiteral("198.18.0.9"), InetAddress.ofLiteral("2001:2:0:1::1"));
            default -> throw new UnknownHostException(name);
          };

  private static final Map<String, String> ALTERNATIVES =
      Map.of("the-second-line-of-this-house", "up2", "the-first-line-of-this-house", "..");

  @TempDir private static Path folder;
  private static Uplinks uplinks;
  private static SSLContext tls;

  @BeforeAll
  static void build() {
    uplinks = Uplinks.build();
    tls = Certificates.context(folder);
    uplinks.serveTls(443, tls);
    uplinks.serveTls(444, tls, "TLSv1.2");
    uplinks.silence("198.18.0.9");
    // The first handshake of a process takes its time, more than a probe may on a busy machine.
    probe(Probe.Http.parse("https://site.example/"));
  }

  @AfterAll
  static void takeDown() {
    uplinks.close();
  }

  private static ProbeOutcome probe(Probe probe, String device, TrustedTls trusted) {
    return probe(probe, PATIENCE, device, trusted);
  }

  private static ProbeOutcome probe(
      Probe probe, Duration timeout, String device, TrustedTls trusted) {
    Check check = new Check(probe, PATIENCE, timeout, 3, 2);
    LinkCheck link = new LinkCheck(check, device, Uplinks.MARK);
    try (Wakeup never = Wakeup.open()) {
      ProbeEnvironment environment =
          new ProbeEnvironment(
              name -> ALTERNATIVES.getOrDefault(name, name),
              NAMES,
              trusted,
              InstantSource.system(),
              new Random(1));
      return new ProbeAttempt(link, never.descriptor(), environment).run();
    }
  }

  private static ProbeOutcome probe(Probe probe) {
    return probe(probe, "up2", () -> tls);
  }

  /** What is silent keeps the probe for two seconds. */
  private static ProbeOutcome hastyProbe(Probe probe) {
    return probe(probe, Duration.ofSeconds(2), "up2", () -> tls);
  }

  /** Good, and not one packet was on the default route. */
  private static void assertGood(Probe probe) {
    long wrong = Uplinks.packets("isp1");
    long right = Uplinks.packets("isp2");
    assertThat(probe(probe))
        .isInstanceOfSatisfying(
            ProbeOutcome.Good.class,
            good -> assertThat(good.latencyNanos()).isBetween(1L, PATIENCE.toNanos()));
    assertThat(Uplinks.packets("isp1")).isEqualTo(wrong);
    assertThat(Uplinks.packets("isp2")).isGreaterThan(right);
  }

  private static String reason(ProbeOutcome probeOutcome) {
    return switch (probeOutcome) {
      case ProbeOutcome.Bad(String reason) -> reason;
      case ProbeOutcome.Good good -> throw new AssertionError(good);
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"198.18.0.1:80", "[2001:2:0:1::1]:80", "site.example:80", "10.2.0.1:80"})
  void connectionsLeaveByTheLink(String target) {
    if (target.startsWith("10.")) {
      assertThat(probe(Probe.Tcp.parse(target))).isInstanceOf(ProbeOutcome.Good.class);
    } else {
      assertGood(Probe.Tcp.parse(target));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://198.18.0.1/",
        "http://[2001:2:0:1::1]/204",
        "http://site.example/302",
        "https://site.example/",
        "https://198.18.0.1/399"
      })
  void pagesComeByTheLink(String url) {
    assertGood(Probe.Http.parse(url));
  }

  @Test
  void anInterfaceIsLookedUpByItsAlternativeName() {
    Probe probe = Probe.Tcp.parse("198.18.0.1:80");
    String name = "the-second-line-of-this-house";
    assertThat(probe(probe, name, () -> tls)).isInstanceOf(ProbeOutcome.Good.class);
    assertThat(reason(probe(probe, "the-first-line-of-this-house", () -> tls)))
        .isEqualTo("there is no interface the-first-line-of-this-house");
  }

  @Test
  void pingsLeaveByTheLinkByEitherKindOfSocket() {
    // A new namespace lets no group have ping sockets.
    assertGood(Probe.Ping.parse("198.18.0.1"));
    assertGood(Probe.Ping.parse("2001:2:0:1::1"));
    Uplinks.run("echo '0 0' > /proc/sys/net/ipv4/ping_group_range");
    assertGood(Probe.Ping.parse("198.18.0.1"));
    assertGood(Probe.Ping.parse("2001:2:0:1::1"));
  }

  @Test
  void refusalIsKnownAtOnce() {
    assertThat(reason(probe(Probe.Tcp.parse("198.18.0.1:81"))))
        .isEqualTo("198.18.0.1:81: connection refused");
    assertThat(reason(probe(Probe.Http.parse("http://[2001:2:0:1::1]:81/"))))
        .contains(":81: connection refused");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "http", "ping", "answer"})
  void silenceEndsWithTheTimeout(String kind) {
    Probe probe =
        switch (kind) {
          case "tcp" -> Probe.Tcp.parse("198.18.0.9:80");
          case "http" -> Probe.Http.parse("http://198.18.0.9/");
          case "ping" -> Probe.Ping.parse("198.18.0.9");
          default -> Probe.Http.parse("http://198.18.0.1/never");
        };
    long start = System.nanoTime();
    assertThat(reason(hastyProbe(probe))).endsWith(": no answer in time");
    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(2_000_000_000L);
  }

  @Test
  void statusFrom400IsBad() {
    assertThat(reason(probe(Probe.Http.parse("http://198.18.0.1/503"))))
        .isEqualTo("http://198.18.0.1/503: status 503");
  }

  @Test
  void serverMustBeTheOneThatItsCertificateNames() throws NoSuchAlgorithmException {
    assertThat(reason(probe(Probe.Http.parse("https://other.example/")))).startsWith("TLS: ");
    SSLContext system = SSLContext.getDefault();
    assertThat(reason(probe(Probe.Http.parse("https://site.example/"), "up2", () -> system)))
        .startsWith("TLS: ");
    assertThat(reason(probe(Probe.Http.parse("https://198.18.0.1:80/")))).startsWith("TLS: ");
  }

  @Test
  @Timeout(60)
  void serverThatNegotiatesWithoutEndFailsTheProbe() {
    assertGood(Probe.Http.parse("https://198.18.0.1:444/"));
    assertThat(reason(probe(Probe.Http.parse("https://198.18.0.1:444/again"))))
        .isEqualTo("TLS: the server wants another handshake");
    assertThat(reason(hastyProbe(Probe.Http.parse("https://198.18.0.1/again"))))
        .isEqualTo("198.18.0.1:443: no answer in time");
  }

  @Test
  void nextAddressIsTriedWhenOneIsSilent() {
    Probe probe = Probe.Tcp.parse("half.example:80");
    assertThat(probe(probe, Duration.ofSeconds(8), "up2", () -> tls))
        .isInstanceOf(ProbeOutcome.Good.class);
  }

  @Test
  void linkWithIpv6AloneIsProbedByItFirst() {
    Uplinks.run("ip address delete 10.2.0.2/24 dev up2");
    try {
      assertGood(Probe.Tcp.parse("site.example:80"));
      long unanswered = Uplinks.unanswered();
      assertGood(Probe.Tcp.parse("half.example:80"));
      assertThat(Uplinks.unanswered()).isEqualTo(unanswered);
    } finally {
      Uplinks.run(
          "ip address add 10.2.0.2/24 dev up2; ip route add default via 10.2.0.1 table 102");
    }
  }

  @Test
  void absentInterfaceIsSaidAtOnce() {
    assertThat(reason(probe(Probe.Tcp.parse("198.18.0.1:80"), "wg77", () -> tls)))
        .isEqualTo("there is no interface wg77");
  }

  @Test
  void nameWithoutAddressFailsTheProbe() {
    assertThat(reason(probe(Probe.Ping.parse("none.example"))))
        .isEqualTo("no address of none.example: none.example");
  }
}
