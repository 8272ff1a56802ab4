package waymark.app.lab;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The link to the second uplink: WireGuard where there is one, else the bare wire.
 *
 * @param what it is made of, for people
 * @param device the router's interface
 * @param link the link in the configuration, without its last brace
 * @param helpers the processes that carry it
 */
record SecondLink(String what, String device, String link, List<Process> helpers)
    implements AutoCloseable {
  private static final String PLAIN = "{ interface: up2, gateway: [10.2.0.1, \"fd02::1\"]";

  /** The two ends: the router's, which the policy names, and the uplink's. */
  private static final List<List<String>> ENDS =
      List.of(List.of(LabNetwork.ROUTER, "wg-router"), List.of(LabNetwork.ISP2, "wg-isp2"));

  private static final String JOIN =
      """
      umask 077
      cd /run/lab
      for end in router isp2; do
        wg genkey > $end.key
        wg pubkey < $end.key > $end.public
      done
      nsenter --net=/run/netns/router wg set wg-router private-key router.key \
        peer $(cat isp2.public) endpoint 10.2.0.1:51820 allowed-ips 0.0.0.0/0,::/0
      nsenter --net=/run/netns/isp2 wg set wg-isp2 private-key isp2.key listen-port 51820 \
        peer $(cat router.public) allowed-ips 0.0.0.0/0,::/0
      ip -n router addr add 10.3.0.2/24 dev wg-router
      ip -n isp2 addr add 10.3.0.1/24 dev wg-isp2
      ip -n router link set wg-router up
      ip -n isp2 link set wg-isp2 up
      """;

  private static final String JOIN_IPV6 =
      """
      ip -n router addr add fd03::2/64 dev wg-router nodad
      ip -n isp2 addr add fd03::1/64 dev wg-isp2 nodad
      """;

  SecondLink {
    helpers = List.copyOf(helpers);
  }

  static SecondLink build(LabNetwork network) {
    SecondLink link =
        new SecondLink("a plain wire, as there is no WireGuard here", "up2", PLAIN, List.of());
    if (!SystemCommand.exists("wg")) {
      return link;
    }
    List<Process> helpers = new ArrayList<>();
    String what;
    if (byKernel()) {
      what = "WireGuard, the kernel's";
    } else if (SystemCommand.exists("wireguard-go") && byProgram(helpers)) {
      what = "WireGuard, by wireguard-go";
    } else {
      helpers.forEach(Process::destroy);
      return link;
    }
    SystemCommand.require("join the tunnel", network.hasIpv6() ? JOIN + JOIN_IPV6 : JOIN);
    return new SecondLink(what, "wg-router", "{ interface: wg-router", helpers);
  }

  private static boolean byKernel() {
    return SystemCommand.run(
            "ip -n router link add wg-router type wireguard; ip -n isp2 link add wg-isp2 type"
                + " wireguard")
        .worked();
  }

  private static boolean byProgram(List<Process> helpers) {
    if (!Files.isWritable(Path.of("/dev/net/tun"))) {
      return false;
    }
    try {
      for (List<String> end : ENDS) {
        List<String> command = List.of("wireguard-go", "--foreground", end.get(1));
        ProcessBuilder builder = SystemCommand.builder(LabNetwork.on(end.get(0), command));
        builder.environment().put("LOG_LEVEL", "silent");
        helpers.add(builder.redirectErrorStream(true).redirectOutput(Redirect.DISCARD).start());
      }
    } catch (IOException e) {
      return false;
    }
    return SystemCommand.run(
            """
            for i in $(seq 200); do
              ip -n router link show wg-router && ip -n isp2 link show wg-isp2 \
                && [ -S /var/run/wireguard/wg-router.sock ] && [ -S /var/run/wireguard/wg-isp2.sock ] \
                && exit 0
              sleep 0.01
            done >/dev/null 2>&1
            exit 1
            """)
        .worked();
  }

  boolean isTunnel() {
    return !device.equals("up2");
  }

  /** The router's IPv4 address on it. */
  String address() {
    return isTunnel() ? "10.3.0.2" : "10.2.0.2";
  }

  /** Takes the router's interface down. */
  void down() {
    // Otherwise the kernel removes IPv6 addresses with the interface.
    SystemCommand.require(
        "keep IPv6 addresses",
        "nsenter --net=/run/netns/router sh -c 'echo 1 >"
            + " /proc/sys/net/ipv6/conf/all/keep_addr_on_down' 2>/dev/null || true");
    set("down");
  }

  /** Takes the router's interface up again. */
  void up() {
    set("up");
  }

  private void set(String state) {
    SystemCommand.require(
        "take the second link " + state, "ip -n router link set " + device + " " + state);
  }

  @Override
  public void close() {
    helpers.forEach(Process::destroy);
  }
}
