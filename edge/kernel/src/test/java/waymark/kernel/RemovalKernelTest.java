package waymark.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import waymark.kernel.fixture.Policies;
import waymark.kernel.fixture.TestNetwork;
import waymark.kernel.model.CaptureSettings;
import waymark.policy.Link;

/** {@code down} leaves the kernel as it was found. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RemovalKernelTest {
  private static final String ALL =
      """
      nft list ruleset
      ip rule
      ip -6 rule
      ip -4 route show table all | sort
      ip -6 route show table all | sed 's/ expires [0-9]*sec//; /fe80/d' | sort
      for f in /proc/sys/net/ipv4/ip_forward /proc/sys/net/ipv4/conf/*/rp_filter \
          /proc/sys/net/ipv4/conf/*/src_valid_mark /proc/sys/net/ipv4/conf/*/forwarding \
          /proc/sys/net/ipv6/conf/*/accept_ra /proc/sys/net/ipv6/conf/*/forwarding; do
        echo $f $(cat $f)
      done
      """;

  private TestNetwork testNetwork;

  @BeforeAll
  void build() {
    testNetwork = TestNetwork.build();
    testNetwork.dnsmasq(
        "isp1",
        "listen-address=10.1.0.1\nhost-record=www.video.example,198.18.0.7,2001:2:0:1::7\n");
    testNetwork.awaitDns("isp1", "10.1.0.1");
  }

  @AfterAll
  void remove() {
    testNetwork.close();
  }

  @Test
  void allThatWasAddedOrSetIsAsBefore() {
    testNetwork.run(
        "router",
        """
        nft 'add table inet others; add chain inet others c; add rule inet others c accept'
        ip rule add priority 6999 lookup 99
        ip route add 192.0.2.0/24 dev up1 table 99
        echo 1 > /proc/sys/net/ipv4/conf/up2/rp_filter
        echo 0 > /proc/sys/net/ipv4/ip_forward
        echo 0 > /proc/sys/net/ipv6/conf/all/forwarding
        """);
    String before = testNetwork.run("router", ALL);
    Link second = Policies.link("second", "up1", "10.1.0.1");
    KernelHost host =
        testNetwork.host(
            Policies.policy(
                List.of(Policies.VPN, second),
                Policies.rule("video", Policies.VPN, "video.example", "198.18.200.0/24"),
                Policies.rule("more", List.of(second, Link.DIRECT), "more.example")),
            CaptureSettings.DEFAULT);
    assertThat(testNetwork.curl("10.1.0.1", "http://www.video.example/")).isEqualTo("isp2");
    assertThat(testNetwork.run("router", ALL))
        .contains("table 7002", "ip_forward 1", "up2/rp_filter 2", "up2/src_valid_mark 1");
    testNetwork.forget(host);
    assertThat(testNetwork.run("router", ALL)).isEqualTo(before);
  }
}
