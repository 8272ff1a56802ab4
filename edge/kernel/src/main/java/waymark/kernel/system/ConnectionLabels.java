package waymark.kernel.system;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waymark.kernel.model.HostSettings;
import waymark.kernel.model.KernelException;
import waymark.kernel.model.Marks;
import waymark.kernel.model.PlaneKind;
import waymark.kernel.model.PlaneLimits;
import waymark.netlink.Conntrack;
import waymark.netlink.ConntrackLabels;
import waymark.netlink.NetlinkException;

/** Finds out whether the kernel and its tools have connection labels. */
public final class ConnectionLabels {
  private static final Logger log = LoggerFactory.getLogger(ConnectionLabels.class);

  private ConnectionLabels() {}

  /**
   * The settings, without labels if the kernel or the plane's tool does not have them. A script is
   * checked and not carried out.
   */
  public static HostSettings known(HostSettings settings) {
    return known(settings, labels -> takes(settings, labels));
  }

  /**
   * @param takes whether the kernel takes a rule with labels, or one without
   */
  static HostSettings known(HostSettings settings, Predicate<Boolean> takes) {
    if (!settings.marks().hasLabels() || takes.test(true) || !takes.test(false)) {
      return settings;
    }
    log.warn("Without connection labels: {}", PlaneLimits.NO_LABELS);
    return settings.with(settings.marks().withoutLabels());
  }

  /**
   * Takes the labels of links off all connections, so that no later daemon takes them for its own.
   *
   * @return how many connections had any
   */
  public static int clear(Marks marks) {
    if (!marks.hasLabels()) {
      return 0;
    }
    try (Conntrack conntrack = Conntrack.open()) {
      return conntrack.clear(new ConntrackLabels(marks.labels(), Marks.LABELS));
    } catch (NetlinkException e) {
      log.debug("Labels are not cleared", e);
      return 0;
    }
  }

  private static boolean takes(HostSettings settings, boolean labels) {
    try {
      switch (settings.plane()) {
        case PlaneKind.OfNftables _, PlaneKind.OfRoutes _ ->
            ExternalCommand.runScript(
                List.of("nft", "-c", "-f"), file(settings.state()), nftables(labels));
        case PlaneKind.OfIpset _ ->
            ExternalCommand.feed(
                List.of("iptables-restore", "--test", "--noflush"),
                file(settings.state()),
                iptables(labels));
      }
      return true;
    } catch (KernelException e) {
      log.debug("{} labels: {}", labels ? "With" : "Without", e.getMessage());
      return false;
    }
  }

  private static ScriptFile file(Path state) {
    return new ScriptFile(state, "labels");
  }

  private static String nftables(boolean labels) {
    return "table inet waymark_labels { chain test { "
        + (labels ? "ct label set 64" : "counter")
        + "\n} }\n";
  }

  private static String iptables(boolean labels) {
    return "*mangle\n-A PREROUTING "
        + (labels ? "-m connlabel --label 64 " : "")
        + "-j RETURN\nCOMMIT\n";
  }
}
