package waymark.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import waymark.kernel.links.FoundRules;
import waymark.kernel.model.HostSettings;
import waymark.kernel.model.PlaneKind;
import waymark.kernel.model.Removed;
import waymark.kernel.system.ConnectionLabels;
import waymark.kernel.system.StateFolder;

/**
 * Takes everything of ours out of the kernel: by what state folders remember, then by what rules
 * say of themselves. Without the folder only the former values of kernel settings are unknown.
 */
final class Removal {
  private static final Path SETTINGS = Path.of("/proc/sys/net");

  private Removal() {}

  static Removed of(List<HostSettings> hosts) {
    List<String> left = new ArrayList<>();
    boolean remembered = false;
    boolean found = false;
    int connections = 0;
    for (HostSettings host : hosts) {
      boolean known = Files.isDirectory(host.state());
      remembered |= known;
      HostSettings settings = known ? host : host.in(StateFolder.temporary());
      Planes.of(settings).remove();
      for (FoundRules.Found rules : FoundRules.read()) {
        found = true;
        Planes.of(settings.with(rules.marks()).with(plane(rules))).remove();
      }
      connections += ConnectionLabels.clear(host.marks());
    }
    left.addAll(FoundRules.left());
    if (!remembered && (found || connections > 0)) {
      left.addAll(settings(hosts.getFirst().state()));
    }
    for (HostSettings host : hosts) {
      left.addAll(files(host.state()));
    }
    return new Removed(connections, left);
  }

  private static PlaneKind plane(FoundRules.Found rules) {
    return rules.decided() == 0
        ? PlaneKind.NFTABLES
        : new PlaneKind.OfRoutes(rules.decided(), PlaneKind.OfRoutes.DEFAULT_METRIC);
  }

  /** The settings that have the value which Waymark gives them. */
  private static List<String> settings(Path state) {
    List<String> set = new ArrayList<>();
    isSet(set, "ipv4/ip_forward", "1");
    isSet(set, "ipv6/conf/all/forwarding", "1");
    isSet(set, "netfilter/nf_conntrack_acct", "1");
    try (Stream<Path> devices = Files.list(SETTINGS.resolve("ipv4/conf"))) {
      for (Path device : devices.sorted().toList()) {
        isSet(set, "ipv4/conf/" + device.getFileName() + "/rp_filter", "2");
        isSet(set, "ipv4/conf/" + device.getFileName() + "/src_valid_mark", "1");
      }
    } catch (IOException _) {
      // Those of devices are unknown as well.
    }
    return set.isEmpty()
        ? List.of()
        : List.of(
            "the values of kernel settings from before Waymark were in "
                + state
                + ", which does not exist; Waymark may have set "
                + String.join(", ", set));
  }

  private static void isSet(List<String> set, String name, String value) {
    try {
      // Not readString: these files report a size of 0.
      if (Files.readAllLines(SETTINGS.resolve(name)).getFirst().equals(value)) {
        set.add("net." + name.replace('/', '.') + "=" + value);
      }
    } catch (IOException _) {
      // There is no such setting.
    }
  }

  private static List<String> files(Path state) {
    List<String> names = StateFolder.files(state);
    return names.isEmpty()
        ? List.of()
        : List.of(
            "the files in "
                + state
                + " stay ("
                + String.join(", ", names)
                + "); delete the folder if Waymark is not to start here again");
  }
}
