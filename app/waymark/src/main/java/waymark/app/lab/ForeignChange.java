package waymark.app.lab;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Somebody else takes out of the kernel what Waymark put there. */
final class ForeignChange implements Scenario {
  private static final Duration LONGEST = Duration.ofSeconds(1);
  private static final Duration GIVE_UP = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofMillis(100);

  @Override
  public String title() {
    return "foreign change";
  }

  @Override
  public void play(Lab lab) {
    repaired(lab, "nft flush ruleset", true, "nft flush ruleset");
    repaired(lab, "nft delete table inet waymark", true, "nft delete table inet waymark");
    repaired(
        lab,
        "ip rule del",
        false,
        """
        for family in -4 -6; do
          ip $family rule | sed -n 's/^\\(7[0-2][0-9][0-9]\\):.*/\\1/p' | sort -u | while read p; do
            while ip $family rule del priority $p 2>/dev/null; do :; done
          done
        done
        """);
    repaired(
        lab,
        "ip route flush table",
        false,
        """
        ip rule | sed -n 's/.*lookup \\(7[0-2][0-9][0-9]\\).*/\\1/p' | sort -u | while read t; do
          ip route flush table $t
          ip -6 route flush table $t 2>/dev/null || true
        done
        """);
  }

  /**
   * @param tableIsGone with it goes what knows which link an address takes; else nothing may leave
   *     by another
   */
  private void repaired(Lab lab, String what, boolean tableIsGone, String script) {
    InetAddress site =
        lab.known().entrySet().stream()
            .filter(known -> known.getValue() == Uplink.ISP2)
            .map(Map.Entry::getKey)
            .findFirst()
            .orElseThrow(() -> new LabException("nothing is known yet"));
    long start = System.nanoTime();
    Tool.require(
        "make a change to the router",
        "exec nsenter --net=/run/netns/router sh -eus <<-'SCRIPT'\n" + script + "\nSCRIPT\n");
    long changed = System.nanoTime();
    long end = start + GIVE_UP.toNanos();
    int astray = 0;
    int refused = 0;
    Uplink taken = lab.client().run(() -> Browser.visit(site, PATIENCE));
    while (taken != Uplink.ISP2 && System.nanoTime() < end) {
      if (taken == Uplink.ISP1) {
        astray++;
      } else {
        refused++;
      }
      taken = lab.client().run(() -> Browser.visit(site, PATIENCE));
    }
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - changed);
    Lab.Counted<Optional<String>> after = lab.counted(lab::revisit);
    boolean right =
        taken == Uplink.ISP2
            && (tableIsGone || astray == 0)
            && millis <= LONGEST.toMillis()
            && after.result().isEmpty()
            && after.wrong() == 0;
    lab.add(
        new Row(
            title(),
            what,
            "-",
            "back within " + LONGEST.toMillis() + " ms",
            after
                .result()
                .orElse(taken == Uplink.ISP2 ? "back after " + millis + " ms" : "not put back"),
            after.wrong(),
            "-",
            0,
            right,
            "connections meanwhile: " + astray + " by isp1, " + refused + " to nowhere"));
  }
}
