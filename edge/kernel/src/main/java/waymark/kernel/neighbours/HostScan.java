package waymark.kernel.neighbours;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import waymark.kernel.model.KernelException;
import waymark.kernel.model.Marks;
import waymark.kernel.system.ExternalCommand;
import waymark.netlink.Route;
import waymark.netlink.RouteFilter;
import waymark.netlink.RouteRule;
import waymark.netlink.Routes;

/** Reads what others have in the kernel of this host. It runs commands, so it takes a while. */
final class HostScan {
  private static final String OURS = "inet waymark";
  private static final String OUR_CHAINS = "WAYMARK";
  private static final Path SETTINGS = Path.of("/proc/sys/net/ipv4/conf");

  /** The tables that iptables makes where it works by nftables; iptables-save knows them better. */
  private static final Set<String> OF_IPTABLES =
      Set.of("filter", "nat", "mangle", "raw", "security");

  private final Marks marks;
  private final int protocol;
  private final List<ForeignRule> firewall = new ArrayList<>();
  private final List<String> flowtables = new ArrayList<>();

  /**
   * @param protocol of our own rules and routes
   */
  HostScan(Marks marks, int protocol) {
    this.marks = marks;
    this.protocol = protocol;
  }

  HostView read() {
    boolean ipv4 = iptables("iptables-save");
    boolean ipv6 = iptables("ip6tables-save");
    boolean iptables = ipv4 || ipv6;
    for (String line : output("nft", "list", "tables").orElse("").split("\n", -1)) {
      String[] words = line.strip().split(" ", -1);
      boolean known =
          iptables
              && words.length == 3
              && OF_IPTABLES.contains(words[2])
              && words[1].startsWith("ip");
      if (words.length == 3 && !line.endsWith(OURS) && !known) {
        output("nft", "-t", "-n", "list", "table", words[1], words[2]).ifPresent(this::table);
      }
    }
    try (Routes routes = Routes.open()) {
      List<RouteRule> rules = routes.rules();
      List<Route> inOurTables = new ArrayList<>();
      rules.stream()
          .map(RouteRule::table)
          .filter(marks::isTable)
          .distinct()
          .forEach(
              table ->
                  routes.routes(RouteFilter.all().table(table)).stream()
                      .filter(route -> route.protocol() != protocol)
                      .forEach(inOurTables::add));
      return new HostView(
          firewall,
          flowtables,
          rules,
          inOurTables,
          filters(),
          setting(SETTINGS.resolve("all/src_valid_mark")).equals("1"),
          new DnsScan(Path.of("/")).read(routes.links()));
    }
  }

  private void table(String text) {
    NftListing listing = new NftListing(text, Conflicts.MARKING);
    firewall.addAll(listing.rules());
    flowtables.addAll(listing.flowtables());
  }

  private boolean iptables(String command) {
    Optional<String> saved = output(command);
    String table = "";
    for (String line : saved.orElse("").split("\n", -1)) {
      if (line.startsWith("*")) {
        table = line.substring(1);
      } else if (line.startsWith("-A ") && !line.contains(OUR_CHAINS)) {
        firewall.add(
            new ForeignRule("iptables " + table + ", chain " + line.split(" ", 3)[1], false, line));
      }
    }
    return saved.isPresent();
  }

  /** What a command prints; empty where there is no such command, or it may not. */
  private static Optional<String> output(String... command) {
    try {
      return Optional.of(ExternalCommand.run(List.of(command)));
    } catch (KernelException _) {
      return Optional.empty();
    }
  }

  private static Map<String, String> filters() {
    Map<String, String> filters = new HashMap<>();
    try (Stream<Path> devices = Files.list(SETTINGS)) {
      for (Path device : (Iterable<Path>) devices::iterator) {
        filters.put(String.valueOf(device.getFileName()), setting(device.resolve("rp_filter")));
      }
    } catch (IOException _) {
      // Without /proc nothing is known.
    }
    return filters;
  }

  private static String setting(Path path) {
    try {
      return Files.readAllLines(path).getFirst();
    } catch (IOException _) {
      return "";
    }
  }
}
