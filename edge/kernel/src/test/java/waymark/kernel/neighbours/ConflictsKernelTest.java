package waymark.kernel.neighbours;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import waymark.kernel.fixture.Eventually;
import waymark.kernel.fixture.Shell;
import waymark.kernel.model.CaptureSettings;
import waymark.kernel.model.HostConflict;
import waymark.kernel.model.HostNeighbours;
import waymark.kernel.model.Marks;

/** What neighbours really put into a kernel, looked at as by {@code waymark check --host}. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
class ConflictsKernelTest {
  @AfterEach
  void remove() {
    Shell.run(
        """
        nft flush ruleset
        for rule in 1001 5270 6000 7005; do ip rule delete priority $rule 2>/dev/null || :; done
        ip route flush table 7003 2>/dev/null || :
        ip link delete d0 2>/dev/null || :
        ip link delete br0 2>/dev/null || :
        echo 0 > /proc/sys/net/bridge/bridge-nf-call-iptables || :
        echo 0 > /proc/sys/net/ipv4/conf/all/src_valid_mark
        """);
  }

  private static HostNeighbours look() {
    return NeighbourWatch.look(Marks.DEFAULT, CaptureSettings.DEFAULT);
  }

  private static List<String> conflicts() {
    return look().conflicts().stream().map(HostConflict::toString).toList();
  }

  private static void nft(String ruleset) {
    Shell.run("nft -f - <<'END'\n" + ruleset + "\nEND\n");
  }

  @Test
  void anEmptyHostHasNone() {
    assertThat(look()).isEqualTo(HostNeighbours.NONE);
  }

  private static List<String> notes() {
    return look().notes().stream().map(HostConflict::toString).toList();
  }

  @Test
  void bridgesThatShowTheirPacketsToFirewalls() {
    Shell.run(
        """
        echo 0 > /proc/sys/net/bridge/bridge-nf-call-iptables
        ip link add br0 type bridge
        ip link add d0 type veth peer name d1
        ip link set d0 master br0
        ip link set d0 up
        ip link set d1 up
        """);
    assertThat(notes()).isEmpty();
    Shell.run("ip link set br0 up");
    Eventually.holds("the bridge has a carrier", () -> !notes().isEmpty());
    assertThat(notes())
        .containsExactly(
            "The bridge br0 passes DNS between its own ports unseen; set"
                + " net.bridge.bridge-nf-call-iptables and -ip6tables to 1 if clients there ask a"
                + " name server there (module br_netfilter)");
    Shell.run("echo 1 > /proc/sys/net/bridge/bridge-nf-call-iptables");
    assertThat(notes())
        .singleElement()
        .asString()
        .startsWith("The bridge br0 shows bridged packets to firewalls")
        .contains("bridge-nf-call-iptables is 1", "; set it to 0 if");
    assertThat(conflicts()).isEmpty();
  }

  @Test
  void programsThatAnswerDnsAtOtherPorts() throws IOException {
    try (ServerSocket _ = new ServerSocket(53);
        ServerSocket _ = new ServerSocket(853);
        ServerSocket _ = new ServerSocket(5353)) {
      assertThat(notes())
          .containsExactly(
              "java at port 853 answers encrypted DNS, which teaches nothing; switch that port off,"
                  + " so that clients ask port 53",
              "java at port 5353 may answer DNS, which is not seen where clients ask that port"
                  + " themselves, without being redirected from port 53; set learn: { ports: 5353 }"
                  + " if they do");
      CaptureSettings both = CaptureSettings.DEFAULT.by(List.of(CaptureSettings.DNS_PORT, 5353));
      assertThat(NeighbourWatch.look(Marks.DEFAULT, both).notes()).hasSize(1);
    }
    try (ServerSocket _ = new ServerSocket(853, 1, InetAddress.getLoopbackAddress())) {
      assertThat(notes()).isEmpty();
    }
  }

  @Test
  void ourOwnRulesAreNoConflict() {
    nft(
        """
        table inet waymark {
          chain prerouting {
            type filter hook prerouting priority 300;
            meta mark set meta mark & 0xe0ffffff | 0x02000000
          }
        }
        """);
    Shell.run(
        "iptables -t mangle -N WAYMARK_X; iptables -t mangle -A WAYMARK_X -j MARK --set-mark"
            + " 0x2000000/0x1f000000");
    Shell.run("ip rule add fwmark 0x02000000/0x1f000000 lookup 7002 priority 7002 protocol 250");
    assertThat(conflicts()).isEmpty();
    Shell.run("ip rule delete priority 7002");
  }

  /** Neither writes into our bits, nor comes behind us. */
  @Test
  void neighboursThatKeepOutOfTheWayAreOnlyNamed() {
    nft(
        """
        table ip wg-quick-wg0 {
          chain premangle {
            type filter hook prerouting priority mangle;
            meta l4proto udp meta mark set ct mark
          }
        }
        table inet firewalld {
          chain filter_INPUT {
            type filter hook input priority 10;
            accept
          }
        }
        """);
    Shell.run(
        """
        iptables -t nat -N DOCKER
        iptables -t nat -A DOCKER -j RETURN
        iptables -N ts-forward
        iptables -A ts-forward -j MARK --set-mark 0x40000/0xff0000
        ip rule add lookup main suppress_prefixlength 0 priority 6000
        """);
    assertThat(look().known()).containsExactly("Docker", "Tailscale", "firewalld", "wg-quick");
    assertThat(conflicts()).isEmpty();
  }

  @Test
  void bitsInOurMaskAreSharedAndAFreeMaskIsNamed() {
    Shell.run(
        "iptables -t mangle -A POSTROUTING -p tcp --dport 443 -m mark ! --mark"
            + " 0x40000000/0x40000000 -j NFQUEUE --queue-num 200 --queue-bypass");
    assertThat(conflicts()).isEmpty();
    HostNeighbours found =
        NeighbourWatch.look(new Marks(0xff000000, 7000, 7000), CaptureSettings.DEFAULT);
    assertThat(found.conflicts())
        .singleElement()
        .asString()
        .startsWith("zapret (iptables mangle, chain POSTROUTING) uses bits 0x40000000")
        .contains("Waymark's mask 0xff000000")
        .endsWith("set marks: { mask: 0x3fc00000 }, which nobody uses here");
  }

  @Test
  void aChainBehindOursThatWritesMarks() {
    nft(
        """
        table inet late {
          chain last {
            type filter hook prerouting priority 400;
            tcp dport 80 jump paint
          }
          chain paint { meta mark set 0x00000010; }
          chain early {
            type filter hook output priority -150;
            meta mark set 0x00000010
          }
        }
        """);
    assertThat(conflicts())
        .singleElement()
        .asString()
        .contains("chain paint", "behind Waymark", "priority below 300");
  }

  @Test
  void rulesAndRoutesInOurWay() {
    Shell.run(
        """
        ip link add d0 type veth peer name d1
        ip link set d0 up
        ip rule add fwmark 0x100/0x3f00 lookup 1 priority 1001
        ip rule add lookup 52 priority 5270
        ip rule add lookup 7003 priority 7005
        ip route add 192.0.2.0/24 dev d0 table 7003
        """);
    assertThat(conflicts())
        .anySatisfy(it -> assertThat(it).startsWith("mwan3").contains("1001 to table 1"))
        .anySatisfy(
            it ->
                assertThat(it)
                    .startsWith("Tailscale")
                    .contains("5270 to table 52", "less than 5270"))
        .anySatisfy(it -> assertThat(it).contains("leads to a routing table of Waymark's"))
        .anySatisfy(
            it ->
                assertThat(it)
                    .startsWith("The route 192.0.2.0/24")
                    .contains("in a table of its links"))
        .hasSize(4);
  }

  @Test
  void queuesGroupsAndLabels() {
    nft(
        """
        table inet other {
          chain c {
            type filter hook forward priority 0;
            ct label set 65
            log group 7000
          }
        }
        """);
    Shell.run("iptables -A FORWARD -p udp --sport 53 -j NFQUEUE --queue-num 7000 --queue-bypass");
    assertThat(conflicts())
        .anySatisfy(it -> assertThat(it).contains("queue 7000", "learn: { dns: { queue: N } }"))
        .anySatisfy(it -> assertThat(it).contains("group 7000"))
        .anySatisfy(it -> assertThat(it).contains("conntrack labels"))
        .hasSize(3);
  }

  @Test
  void aStrictFilterThatLooksAtMarks() {
    Shell.run(
        """
        ip link add d0 type veth peer name d1
        echo 1 > /proc/sys/net/ipv4/conf/d0/rp_filter
        echo 0 > /proc/sys/net/ipv4/conf/all/rp_filter
        echo 1 > /proc/sys/net/ipv4/conf/all/src_valid_mark
        """);
    assertThat(conflicts())
        .singleElement()
        .asString()
        .contains("filter of d0", "sysctl -w net.ipv4.conf.d0.rp_filter=2");
  }
}
