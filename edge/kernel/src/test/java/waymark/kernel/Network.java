package waymark.kernel;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import waymark.linux.NetworkNamespace;
import waymark.policy.Policy;

/**
 * A client, a router, and two providers, each a network namespace; behind each provider is the
 * whole internet, whose web servers say which provider they were reached by.
 *
 * <pre>
 *  client ── c0 router up1 ── isp1    10.0.0.2 ─ 10.0.0.1   10.1.0.2 ─ 10.1.0.1   fd00:1::
 *                   └─ up2 ── isp2                          10.2.0.2 ─ 10.2.0.1   fd00:2::
 *
 *  internet: 198.18.0.0/16 and 2001:2:0:1::/64 belong to isp2, 198.19.0.0/16 and 2001:2:0:2::/64 to isp1
 * </pre>
 *
 * <p>The router's default route is by isp1. isp2 knows no way back to the client, so that what is
 * not masqueraded gets no answer.
 */
final class Network implements AutoCloseable {
  static final List<String> HOSTS = List.of("client", "router", "isp1", "isp2");

  private static final String BUILD =
      """
      mkdir -p /run/netns
      ip -batch - <<'END'
      netns add client
      netns add router
      netns add isp1
      netns add isp2
      link add c0 netns router type veth peer name eth0 netns client
      link add up1 netns router type veth peer name eth0 netns isp1
      END
      for host in client router isp1 isp2; do
        ip -n $host link set lo up
        ip netns exec $host sh -c 'echo 0 > /proc/sys/net/ipv6/conf/default/accept_dad; echo 0 > /proc/sys/net/ipv6/conf/all/accept_dad; echo 1 > /proc/sys/net/ipv4/icmp_ratemask; echo 0 > /proc/sys/net/ipv4/icmp_ratelimit; echo 0 > /proc/sys/net/ipv6/icmp/ratelimit' 2>/dev/null || true
      done
      ip -n router -batch - <<'END'
      link set c0 up
      link set up1 up
      address add 10.0.0.1/24 dev c0
      address add fd00::1/64 dev c0 nodad
      address add 10.1.0.2/24 dev up1
      address add fd00:1::2/64 dev up1 nodad
      route add default via 10.1.0.1
      END
      ip -n client -batch - <<'END'
      link set eth0 up
      address add 10.0.0.2/24 dev eth0
      address add fd00::2/64 dev eth0 nodad
      route add default via 10.0.0.1
      END
      ip -n client -6 route add default via fd00::1
      ip -n router -6 route add default via fd00:1::1
      ip -n isp1 -batch - <<'END'
      link set eth0 up
      address add 10.1.0.1/24 dev eth0
      address add fd00:1::1/64 dev eth0 nodad
      route add default via 10.1.0.2
      END
      ip -n isp1 -6 route add default via fd00:1::2
      for isp in isp1 isp2; do
        ip -n $isp route add local 198.18.0.0/15 dev lo
        ip -n $isp -6 route add local 2001:2::/48 dev lo
        ip netns exec $isp nft -f - <<'END'
      table inet count {
        counter of_isp2 {}
        counter of_isp1 {}
        chain arriving {
          type filter hook prerouting priority raw; policy accept;
          ip daddr 198.18.0.0/16 counter name of_isp2
          ip6 daddr 2001:2:0:1::/64 counter name of_isp2
          ip daddr 198.19.0.0/16 counter name of_isp1
          ip6 daddr 2001:2:0:2::/64 counter name of_isp1
        }
      }
      END
      done
      """;

  private static final String USE_RESOLVER =
      """
      there=$(readlink -m /etc/resolv.conf)
      [ -e "$there" ] || { mkdir -p "${there%/*}"; : > "$there"; }
      mount --bind "$resolver" "$there"
      """;

  private final Path folder;
  private final Map<String, ExecutorService> inside = new HashMap<>();
  private final List<Process> processes = new ArrayList<>();
  private final List<WebServer> servers = new ArrayList<>();

  private Network(Path folder) {
    this.folder = folder;
  }

  /** Built, with both web servers, and the second uplink in its place. */
  static Network build() {
    try {
      Network network = new Network(Files.createTempDirectory("waymark-network"));
      Shell.run(BUILD);
      network.plugIn();
      for (String host : HOSTS) {
        network.inside.put(host, thread(host));
      }
      for (String isp : List.of("isp1", "isp2")) {
        network.servers.add(network.in(isp, () -> WebServer.open(isp)));
      }
      return network;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The second uplink appears; each time it is another interface. */
  void plugIn() {
    Shell.run(
        """
        ip link add up2 netns router type veth peer name eth0 netns isp2
        ip -n isp2 -batch - <<'END'
        link set eth0 up
        address add 10.2.0.1/24 dev eth0
        address add fd00:2::1/64 dev eth0 nodad
        END
        ip -n router -batch - <<'END'
        link set up2 up
        address add 10.2.0.2/24 dev up2
        address add fd00:2::2/64 dev up2 nodad
        END
        """);
  }

  /** The second uplink vanishes. */
  void unplug() {
    Shell.run("ip -n router link delete up2");
  }

  private static ExecutorService thread(String host) {
    return Executors.newSingleThreadExecutor(
        task ->
            new Thread(
                () -> {
                  NetworkNamespace.enter(Path.of("/run/netns", host));
                  task.run();
                },
                "in-" + host));
  }

  /** Runs something on a thread of that host; sockets and threads made by it are that host's. */
  <T> T in(String host, Callable<T> task) {
    try {
      return inside.get(host).submit(task).get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** What a script prints on that host; exception when it fails. */
  String run(String host, String script) {
    return Shell.run(List.of("ip", "netns", "exec", host, "sh", "-ec", script));
  }

  /** A process on that host, which ends with the network at the latest. */
  Process start(String host, List<String> command) {
    List<String> words = new ArrayList<>(List.of("ip", "netns", "exec", host));
    words.addAll(command);
    try {
      Process process =
          new ProcessBuilder(words)
              .redirectErrorStream(true)
              .redirectOutput(output(processes.size()).toFile())
              .start();
      processes.add(process);
      return process;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The engine on the router, with its state in this network's folder. */
  KernelHost host(Policy policy, Learning learning) {
    return in("router", () -> KernelHost.start(policy, settings(learning)));
  }

  /** The engine on the router, with networks of management and the name server of a file. */
  KernelHost host(Policy policy, Learning learning, PlaneKind plane, Essentials essentials) {
    HostSettings settings =
        new HostSettings(Marks.DEFAULT, learning, true, folder.resolve("state"), essentials, plane);
    return in("router", () -> KernelHost.start(policy, settings));
  }

  /** The same by another plane. */
  KernelHost host(Policy policy, Learning learning, PlaneKind plane) {
    return in("router", () -> KernelHost.start(policy, settings(learning, plane)));
  }

  /** One that is not told of what others change, and looks by itself. */
  KernelHost inspectingHost(Policy policy, PlaneKind plane) {
    Vigilance vigilance = new Vigilance(false, Duration.ofMillis(200));
    return in(
        "router", () -> KernelHost.start(policy, settings(Learning.DEFAULT, plane), vigilance));
  }

  HostSettings settings(Learning learning) {
    return settings(learning, PlaneKind.NFTABLES);
  }

  HostSettings settings(Learning learning, PlaneKind plane) {
    return new HostSettings(
        Marks.DEFAULT, learning, true, folder.resolve("state"), Essentials.SYSTEM, plane);
  }

  /** Stops the engine and takes away all that it left, so that the next begins anew. */
  void forget(KernelHost host) {
    endConnections();
    host.close();
    takeAway();
  }

  /** The same where the engine has stopped, or was killed. */
  void clear() {
    endConnections();
    takeAway();
  }

  private void takeAway() {
    in(
        "router",
        () -> {
          KernelHost.remove(settings(Learning.DEFAULT));
          return 0;
        });
    run("router", "rm -rf " + folder.resolve("state") + "; conntrack -F 2>/dev/null");
    forgetPackets();
  }

  /** What they sent later, when nothing steers it any more, would be taken for the next test's. */
  private void endConnections() {
    for (String host : List.of("isp1", "isp2", "client", "router")) {
      run(host, "ss -K -t >/dev/null 2>&1 || :");
    }
  }

  /** The engine in a process of its own on the router, which {@link Daemon} is. */
  Process daemon() {
    return start("router", Daemon.command(folder.resolve("state")));
  }

  /** As {@link #daemon}, and it lets nothing out but what its rule is about. */
  Process denyingDaemon(Path resolvConf, PlaneKind plane) {
    List<String> command = new ArrayList<>(Daemon.command(folder.resolve("state")));
    command.addAll(List.of(resolvConf.toString(), plane.word()));
    return start("router", command);
  }

  /** A real dnsmasq on that host. Not a daemon: that would change groups, which nobody may. */
  Process dnsmasq(String host, String configuration) {
    Path file = folder.resolve("dnsmasq-" + host + ".conf");
    write(file, "no-resolv\nno-hosts\nlocal-ttl=300\nbind-interfaces\n" + configuration);
    return start(host, List.of("dnsmasq", "--no-daemon", "--conf-file=" + file));
  }

  /** Runs a program that finds its resolver as programs do. */
  String withResolver(String host, String server, String options, String script) {
    Path file = folder.resolve("resolv.conf");
    write(file, "nameserver " + server + "\noptions timeout:1 attempts:3 " + options + "\n");
    return run(host, "resolver=" + file + "\n" + USE_RESOLVER + script);
  }

  /** What a process has printed so far. */
  String said(Process process) {
    try {
      return Files.readString(output(processes.indexOf(process)));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private Path output(int process) {
    return folder.resolve(process + ".out");
  }

  /** Waits for a DNS server to answer. */
  void awaitDns(String host, String server) {
    Eventually.holds(
        "an answer of " + server,
        () -> run(host, "dig +tries=1 +time=1 @" + server + " . || :").contains("opcode: QUERY"));
  }

  /** Where curl on the client arrives: {@code isp1}, {@code isp2}, or how it failed. */
  String curl(String server, String url) {
    return curl(server, "", url);
  }

  /** The same with more options of curl. */
  String curl(String server, String options, String url) {
    return curl("client", server, options, url);
  }

  /** Where curl on the router itself arrives. */
  String ownCurl(String server, String options, String url) {
    return curl("router", server, options, url);
  }

  private String curl(String host, String server, String options, String url) {
    return withResolver(
            host,
            server,
            "",
            "curl -s --noproxy '*' --max-time 20 "
                + options
                + " '"
                + url
                + "' || echo failed with $?")
        .strip();
  }

  /** Packets that came to a provider for addresses of another, or of its own. */
  long packets(String isp, String owner) {
    String listed = run(isp, "nft list counter inet count of_" + owner);
    return Long.parseLong(listed.replaceAll("(?s).*packets (\\d+) .*", "$1"));
  }

  /** Packets of addresses that belong to the other link. */
  long wrong() {
    return packets("isp1", "isp2") + packets("isp2", "isp1");
  }

  void forgetPackets() {
    run("isp1", "nft reset counters >/dev/null");
    run("isp2", "nft reset counters >/dev/null");
  }

  Path folder() {
    return folder;
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static InetAddress address(String text) {
    return InetAddress.ofLiteral(text);
  }

  @Override
  public void close() {
    processes.forEach(Process::destroyForcibly);
    for (Process process : processes) {
      process.onExit().join();
    }
    servers.forEach(WebServer::close);
    inside.values().forEach(ExecutorService::shutdownNow);
    Shell.run("for host in client router isp1 isp2; do ip netns delete $host; done");
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted((a, b) -> b.compareTo(a)).map(Path::toFile).forEach(file -> file.delete());
    } catch (IOException _) {
      // what stays is a temporary folder
    }
  }
}
