package waymark.app.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import waymark.linux.NetworkNamespace;

/** The hosts of the lab and the wires between them. */
final class LabNetwork {
  static final String CLIENT = "client";
  static final String ROUTER = "router";
  static final String ISP1 = "isp1";
  static final String ISP2 = "isp2";

  /** A host of the router's second network, a bridge. */
  static final String GUEST = "guest";

  /** Another gateway in the second network. */
  static final String GATEWAY = "gateway";

  static final List<String> HOSTS = List.of(CLIENT, ROUTER, ISP1, ISP2, GUEST, GATEWAY);

  /** The address of the DNS server, in the first uplink's network. */
  static final String DNS_IPV4 = "10.1.0.1";

  static final String DNS_IPV6 = "fd01::1";

  private static final String WIRES =
      """
      for host in client router isp1 isp2 guest gateway; do
        ip netns add $host
        # No waiting for duplicate addresses on wires with two ends.
        nsenter --net=/run/netns/$host sh -c '
          echo 0 > /proc/sys/net/ipv6/conf/default/accept_dad
          echo 1 > /proc/sys/net/ipv4/ip_forward
          echo 1 > /proc/sys/net/ipv6/conf/all/forwarding
          echo 1 > /proc/sys/net/ipv6/ip_nonlocal_bind' 2>/dev/null || true
        ip -n $host link set lo up
      done
      ip -batch - <<-END
      link add lan netns router type veth peer name eth0 netns client
      link add up1 netns router type veth peer name eth0 netns isp1
      link add up2 netns router type veth peer name eth0 netns isp2
      END
      ip -n client -batch - <<-END
      addr add 192.168.7.2/24 dev eth0
      link set eth0 up
      route add default via 192.168.7.1
      END
      ip -n router -batch - <<-END
      addr add 192.168.7.1/24 dev lan
      addr add 10.1.0.2/24 dev up1
      addr add 10.2.0.2/24 dev up2
      link set lan up
      link set up1 up
      link set up2 up
      route add default via 10.1.0.1
      END
      for isp in 1 2; do
        ip -n isp$isp -batch - <<-END
      addr add 10.$isp.0.1/24 dev eth0
      link set eth0 up
      route add local 198.18.0.0/15 dev lo
      route add default via 10.$isp.0.2
      END
      done
      """;

  /** The second network: a bridge, where the kernel has one. */
  private static final String BRIDGE =
      """
      ip -n router link add br9 type bridge
      for host in guest gateway; do
        ip -n router link add $host type veth peer name eth0 netns $host
        ip -n router link set $host master br9
        ip -n router link set $host up
        ip -n $host link set eth0 up
      done
      ip -n router addr add 192.168.8.1/24 dev br9
      ip -n router link set br9 up
      ip -n guest addr add 192.168.8.2/24 dev eth0
      ip -n gateway addr add 192.168.8.3/24 dev eth0
      ip -n guest route add default via 192.168.8.1
      ip -n gateway route add 192.168.7.0/24 via 192.168.8.1
      ip -n gateway route add local 198.18.0.0/15 dev lo
      """;

  private static final String BRIDGE_IPV6 =
      """
      ip -n router addr add fd08::1/64 dev br9 nodad
      ip -n guest addr add fd08::2/64 dev eth0 nodad
      ip -n gateway addr add fd08::3/64 dev eth0 nodad
      ip -n guest route add default via fd08::1
      ip -n gateway route add fd07::/64 via fd08::1
      ip -n gateway route add local 2001:2::/48 dev lo
      """;

  private static final String WIRES_IPV6 =
      """
      ip -n client -batch - <<-END
      addr add fd07::2/64 dev eth0 nodad
      route add default via fd07::1
      END
      ip -n router -batch - <<-END
      addr add fd07::1/64 dev lan nodad
      addr add fd01::2/64 dev up1 nodad
      addr add fd02::2/64 dev up2 nodad
      route add default via fd01::1
      END
      for isp in 1 2; do
        ip -n isp$isp -batch - <<-END
      addr add fd0$isp::1/64 dev eth0 nodad
      route add local 2001:2::/48 dev lo
      route add default via fd0$isp::2
      END
      done
      """;

  private final boolean bridged;

  private LabNetwork(boolean bridged) {
    this.bridged = bridged;
  }

  /** Builds it in the namespaces of this process, which must be private. */
  static LabNetwork build() {
    boolean ipv6 = isIpv6();
    SystemCommand.require("build the network", ipv6 ? WIRES + WIRES_IPV6 : WIRES);
    return new LabNetwork(SystemCommand.run(ipv6 ? BRIDGE + BRIDGE_IPV6 : BRIDGE).worked());
  }

  boolean hasIpv6() {
    return isIpv6();
  }

  /** Whether the router has its second network. */
  boolean hasBridge() {
    return bridged;
  }

  private static boolean isIpv6() {
    return Files.exists(Path.of("/proc/sys/net/ipv6"));
  }

  static Path namespace(String host) {
    return Path.of("/run/netns", host);
  }

  /** A command that runs on a host. */
  static List<String> on(String host, List<String> command) {
    List<String> all = new ArrayList<>(List.of("nsenter", "--net=" + namespace(host)));
    all.addAll(command);
    return all;
  }

  /** Opens something on a host: its sockets stay there, whichever thread uses them. */
  static <T> T open(String host, Callable<T> opening) {
    FutureTask<T> task =
        new FutureTask<>(
            () -> {
              NetworkNamespace.enter(namespace(host));
              return opening.call();
            });
    Thread.ofPlatform().name("lab-open-" + host).start(task);
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw new LabException("cannot open a socket on " + host + ": " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("interrupted", e);
    }
  }
}
