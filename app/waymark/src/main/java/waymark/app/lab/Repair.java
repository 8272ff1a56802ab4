package waymark.app.lab;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A change that another program makes to the router's kernel and that Waymark must undo.
 *
 * @param what the change in a few words
 * @param mayStray whether connections may take another link until it is undone
 * @param script makes the change on the router
 */
record Repair(String what, boolean mayStray, String script) {
  private static final Duration LONGEST = Duration.ofSeconds(1);
  private static final Duration GIVE_UP = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofMillis(100);

  /** A change that a single command makes. */
  static Repair of(String command, boolean mayStray) {
    return new Repair(command, mayStray, command);
  }

  /** Makes the change, and reports how long it took until it was undone. */
  void play(Lab lab, String scenario) {
    List<InetAddress> sites = sites(lab);
    long start = System.nanoTime();
    SystemCommand.require(
        "change the router",
        "exec nsenter --net=/run/netns/router sh -eus <<-'SCRIPT'\n" + script + "\nSCRIPT\n");
    long changed = System.nanoTime();
    long end = start + GIVE_UP.toNanos();
    int astray = 0;
    int refused = 0;
    Uplink taken = lab.client().run(() -> visit(sites));
    while (taken != Uplink.ISP2 && System.nanoTime() < end) {
      if (taken == Uplink.ISP1) {
        astray++;
      } else {
        refused++;
      }
      taken = lab.client().run(() -> visit(sites));
    }
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - changed);
    Lab.Counted<Optional<String>> after = lab.counted(lab::revisit);
    boolean right =
        taken == Uplink.ISP2
            && (mayStray || astray == 0)
            && after.result().isEmpty()
            && after.wrong() == 0;
    lab.add(
        new Row(
            scenario,
            what,
            "-",
            "repaired within " + LONGEST.toMillis() + " ms",
            after
                .result()
                .orElse(taken == Uplink.ISP2 ? "repaired after " + millis + " ms" : "not repaired"),
            after.wrong(),
            "-",
            0,
            Outcome.of(right, millis <= LONGEST.toMillis()),
            "connections meanwhile: " + astray + " by isp1, " + refused + " failed"));
  }

  /** A known site of the second link for each family: Waymark repairs one after the other. */
  private static List<InetAddress> sites(Lab lab) {
    Map<Integer, InetAddress> sites = new TreeMap<>();
    lab.known()
        .forEach(
            (address, uplink) -> {
              if (uplink == Uplink.ISP2) {
                sites.putIfAbsent(address.getAddress().length, address);
              }
            });
    if (sites.isEmpty()) {
      throw new LabException("no site of the second link is known yet");
    }
    return List.copyOf(sites.values());
  }

  /** The uplink of the first site that does not take the second link; that link if all do. */
  private static Uplink visit(List<InetAddress> sites) {
    for (InetAddress site : sites) {
      Uplink taken = Browser.visit(site, PATIENCE);
      if (taken != Uplink.ISP2) {
        return taken;
      }
    }
    return Uplink.ISP2;
  }
}
