package waymark.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** dnsmasq on the router, as a forwarder to the server that the others ask through it. */
final class DnsmasqProcess implements AutoCloseable {
  /** What its sets are for: the named sites by the second uplink, as Waymark does it. */
  private static final String RULES =
      """
      table inet peer {
        set hosts4 { type ipv4_addr; }
        set hosts6 { type ipv6_addr; }
        chain steer {
          type filter hook prerouting priority mangle; policy accept;
          ip daddr @hosts4 meta mark set 2
          ip6 daddr @hosts6 meta mark set 2
        }
      }
      """;

  private static final String ROUTES =
      """
      ip -n ROUTER rule add fwmark 2 table 7
      ip -n ROUTER route add default via 10.2.0.1 dev up2 table 7
      ip -n ROUTER -6 rule add fwmark 2 table 7
      ip -n ROUTER -6 route add default via fd02::1 dev up2 table 7
      """;

  private final Process process;

  private DnsmasqProcess(Process process) {
    this.process = process;
  }

  /**
   * Starts it, and waits until it answers.
   *
   * @param sets whether it puts the addresses of named sites into nftables' sets
   */
  static DnsmasqProcess start(Network network, boolean sets) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "dnsmasq",
                "--keep-in-foreground",
                "--conf-file=/dev/null",
                "--no-resolv",
                "--no-hosts",
                "--user=root",
                "--pid-file=",
                "--cache-size=0",
                "--server=" + Network.DNS));
    if (sets) {
      network.router().feed(RULES, "nft", "-f", "-");
      Command.script(ROUTES.replace("ROUTER", network.router().name()));
      words.add(
          "--nftset=/" + String.join("/", Sites.ZONES) + "/4#inet#peer#hosts4,6#inet#peer#hosts6");
    }
    DnsmasqProcess dnsmasq =
        new DnsmasqProcess(
            network
                .router()
                .call(
                    () ->
                        new ProcessBuilder(words)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()));
    dnsmasq.awaitAnswer(network);
    return dnsmasq;
  }

  private void awaitAnswer(Network network) {
    try (DnsClient client = DnsClient.open(network.client(), Network.ROUTER)) {
      for (int tries = 0; process.isAlive(); tries++) {
        try {
          client.time(Sites.GROUP - 1);
          return;
        } catch (IOException e) {
          // Refused as long as nobody listens.
          if (tries > 100) {
            throw new UncheckedIOException(e);
          }
          Thread.sleep(50);
        }
      }
    } catch (InterruptedException e) {
      throw new BenchException("interrupted", e);
    }
    throw new BenchException("dnsmasq ended with " + process.exitValue());
  }

  static String version() {
    return Command.run("dnsmasq", "--version").lines().findFirst().orElse("").split(" ", 4)[2];
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      throw new BenchException("interrupted", e);
    }
  }
}
