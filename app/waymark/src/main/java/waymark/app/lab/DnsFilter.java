package waymark.app.lab;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A DNS filter on port 5353 of the router, to which all questions of the LAN are redirected. Nobody
 * can read its own questions on the way, as if it encrypted them.
 */
final class DnsFilter implements Scenario {
  private static final String REDIRECT =
      """
      nsenter --net=/run/netns/router nft -f - <<-END
      table inet filter53 {
        chain prerouting { type nat hook prerouting priority dstnat;
          iifname lan meta l4proto { tcp, udp } th dport 53 redirect to :5353
        }
      }
      END
      """;
  private static final String NO_REDIRECT =
      "nsenter --net=/run/netns/router nft delete table inet filter53";
  private static final List<String> FILTER =
      List.of(
          "dnsmasq",
          // Without it, dnsmasq gives up groups, which a user namespace does not allow.
          "--no-daemon",
          "--conf-file=/dev/null",
          "--pid-file=",
          "--no-resolv",
          "--no-hosts",
          "--cache-size=0",
          "--port=5353",
          "--server=" + LabNetwork.DNS_IPV4 + "#" + NameServer.HIDDEN_PORT);
  private static final int START_MILLIS = 10_000;

  @Override
  public String title() {
    return "DNS filter on 5353";
  }

  @Override
  public void play(Lab lab) {
    if (!SystemCommand.exists("dnsmasq")) {
      lab.add(OnPlane.notTried(title(), List.of("dnsmasq")));
      return;
    }
    // Until the end of the lab: connection tracking goes on translating questions from ports that
    // were used before.
    lab.keep(start());
    lab.router().remove();
    SystemCommand.require("redirect questions", REDIRECT);
    lab.startRouterWith(lab.router().configuration("", "", Steered.RULES));
    play(lab, "the filter was first");
    SystemCommand.require("redirect questions no longer", NO_REDIRECT);
    SystemCommand.require("redirect questions", REDIRECT);
    play(lab, "Waymark was first");
    SystemCommand.require("redirect questions no longer", NO_REDIRECT);
  }

  private void play(Lab lab, String when) {
    Browser byLan = new Browser(SiteAddresses.parse("192.168.7.1"));
    new Steered("forwarded", lab.client(), byLan).play(lab, title(), when);
    new Steered("forwarded, asked of another server", lab.client(), Browser.BY_IPV4)
        .play(lab, title(), when);
  }

  private static Process start() {
    try {
      Process filter =
          SystemCommand.builder(LabNetwork.on(LabNetwork.ROUTER, FILTER))
              .redirectErrorStream(true)
              .redirectOutput(Redirect.DISCARD)
              .start();
      SystemCommand.require(
          "start the DNS filter",
          """
          for i in $(seq %d); do
            nsenter --net=/run/netns/router ss -Hlun sport = :5353 | grep -q . && exit 0
            sleep 0.01
          done
          exit 1
          """
              .formatted(START_MILLIS / 10));
      if (filter.waitFor(1, TimeUnit.MILLISECONDS)) {
        throw new LabException("dnsmasq ended with exit code " + filter.exitValue());
      }
      return filter;
    } catch (IOException e) {
      throw new LabException("cannot start dnsmasq: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("interrupted", e);
    }
  }
}
