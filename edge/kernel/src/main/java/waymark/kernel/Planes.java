package waymark.kernel;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import waymark.kernel.ipset.CreatedTables;
import waymark.kernel.ipset.IpsetLeftovers;
import waymark.kernel.ipset.IpsetPlane;
import waymark.kernel.links.LinkNumbering;
import waymark.kernel.links.LinkRanges;
import waymark.kernel.links.LinkRoutes;
import waymark.kernel.links.Uplinks;
import waymark.kernel.model.ExemptionSettings;
import waymark.kernel.model.HostSettings;
import waymark.kernel.model.KernelException;
import waymark.kernel.model.LiveSettings;
import waymark.kernel.model.Marks;
import waymark.kernel.model.PlaneKind;
import waymark.kernel.nftables.NftablesPlane;
import waymark.kernel.plane.Exclusion;
import waymark.kernel.plane.KernelPlane;
import waymark.kernel.plane.PlaneDriver;
import waymark.kernel.routes.DecidedRoutes;
import waymark.kernel.routes.RoutesPlane;
import waymark.kernel.system.ScriptFile;
import waymark.kernel.system.Sysctls;
import waymark.kernel.table.EventSubscription;
import waymark.kernel.table.KernelTable;
import waymark.policy.Policy;
import waymark.state.KeptMap;

/**
 * Opens planes, and remembers on disk which one a host has, and with which marks: another one first
 * takes over, and then the former is taken away.
 */
public final class Planes {
  private static final String KIND = "plane";
  private static final String TABLE = "table";
  private static final String METRIC = "metric";

  private final HostSettings settings;
  private final LinkNumbering numbering;
  private final Sysctls sysctls;
  private final KeptMap kept;
  private final KeptMarks keptMarks;

  /** The marks of what this host has in the kernel. */
  private final Marks formerMarks;

  private final EventSubscription eventSubscription = new EventSubscription();

  public Planes(HostSettings settings, LinkNumbering numbering, Sysctls sysctls) {
    this.settings = settings;
    this.numbering = numbering;
    this.sysctls = sysctls;
    kept = new KeptMap(settings.state().resolve("plane.kept"));
    keptMarks = new KeptMarks(new KeptMap(settings.state().resolve("marks.kept")));
    formerMarks = keptMarks.read();
  }

  /** With what is kept of a host with these settings. */
  static Planes of(HostSettings settings) {
    Path state = settings.state();
    return new Planes(
        settings,
        new LinkNumbering(new KeptMap(state.resolve("links.kept")), settings.marks()),
        new Sysctls(Path.of("/proc/sys"), new KeptMap(state.resolve("sysctls.kept"))));
  }

  /** The links' numbers, for all planes. */
  LinkNumbering numbering() {
    return numbering;
  }

  /** What planes mute while they write much. */
  EventSubscription eventSubscription() {
    return eventSubscription;
  }

  /** Opens a plane that no engine changes, and what drives it. */
  public PlaneDriver open(PlaneKind kind) {
    return open(kind, Exclusion.NONE);
  }

  /** Opens a plane, and what drives it while an engine changes it. */
  PlaneDriver open(PlaneKind kind, Exclusion exclusion) {
    Uplinks links = uplinks();
    try {
      return open(kind, links, exclusion);
    } catch (RuntimeException e) {
      links.close();
      throw e;
    }
  }

  private PlaneDriver open(PlaneKind kind, Uplinks links, Exclusion exclusion) {
    return switch (kind) {
      case PlaneKind.OfNftables _ ->
          driver(new NftablesPlane(table()), links, settings.exemptionSettings(), exclusion);
      case PlaneKind.OfIpset options ->
          driver(
              new IpsetPlane(options, links, settings.state(), createdTables(), unchecked()),
              links,
              settings.exemptionSettings(),
              exclusion);
      case PlaneKind.OfRoutes options ->
          // A route has no exemptions.
          driver(
              new RoutesPlane(options, links, table()), links, ExemptionSettings.SYSTEM, exclusion);
    };
  }

  private PlaneDriver driver(
      KernelPlane plane, Uplinks links, ExemptionSettings exemptions, Exclusion exclusion) {
    return new PlaneDriver(
        plane,
        links,
        new LiveSettings(settings.captureSettings(), exemptions, settings.trust()),
        exclusion,
        System::nanoTime);
  }

  private Uplinks uplinks() {
    return new Uplinks(
        settings.marks(),
        numbering,
        new LinkRoutes(new LinkRanges(settings.marks(), formerMarks, decidedTable())),
        sysctls,
        settings.forwarding());
  }

  /** The table of decided routes; 0 where there is none. */
  private int decidedTable() {
    return settings.plane() instanceof PlaneKind.OfRoutes options
        ? DecidedRoutes.table(options, settings.marks())
        : 0;
  }

  private CreatedTables createdTables() {
    return new CreatedTables(new KeptMap(settings.state().resolve("iptables.kept")));
  }

  /**
   * The table {@code inet waymark}, before anything is changed.
   *
   * @throws KernelException when another program has a table of this name
   */
  private KernelTable table() {
    KernelTable table = unchecked();
    try {
      table.isThere();
      return table;
    } catch (KernelException e) {
      table.close();
      throw e;
    }
  }

  private KernelTable unchecked() {
    return new KernelTable(new ScriptFile(settings.state(), "script.nft"), eventSubscription);
  }

  /** What a start with a policy would put into the kernel, as far as that can be known before. */
  List<String> describe(Policy policy) {
    try (PlaneDriver plane = open(settings.plane())) {
      return plane.describe(policy, plane.settings(), Set.of());
    }
  }

  Sysctls sysctls() {
    return sysctls;
  }

  /** The plane that this host had, as far as is known. */
  private PlaneKind former() {
    Map<String, String> former = kept.read();
    return switch (former.getOrDefault(KIND, "nftables")) {
      // The timeout is no other plane: sets that have another are exchanged.
      case "ipset" -> settings.plane() instanceof PlaneKind.OfIpset now ? now : PlaneKind.IPSET;
      case "routes" ->
          new PlaneKind.OfRoutes(
              Integer.parseInt(former.getOrDefault(TABLE, "0")),
              Integer.parseInt(former.getOrDefault(METRIC, "1")));
      default -> PlaneKind.NFTABLES;
    };
  }

  /** The plane of the settings is in force: what a former one has besides is taken away. */
  void retireOthers() {
    PlaneKind former = former();
    PlaneKind now = settings.plane();
    if (!former.equals(now) || !formerMarks.isPlacedAs(settings.marks())) {
      retire(former, now);
    }
    if (!former.equals(now)) {
      keep(now);
    }
    keptMarks.write(settings.marks());
  }

  /** Removes what a former plane has and the one that came after it has not. */
  private void retire(PlaneKind former, PlaneKind now) {
    try (Uplinks links = uplinks()) {
      switch (former) {
        case PlaneKind.OfNftables _ -> {}
        case PlaneKind.OfIpset options -> {
          if (!(now instanceof PlaneKind.OfIpset)) {
            try (KernelPlane plane =
                new IpsetPlane(options, links, settings.state(), createdTables(), unchecked())) {
              plane.remove();
            }
          }
        }
        case PlaneKind.OfRoutes options -> retire(options, links);
      }
    }
  }

  private void retire(PlaneKind.OfRoutes former, Uplinks links) {
    int table = DecidedRoutes.table(former, formerMarks);
    boolean sameRule =
        settings.plane() instanceof PlaneKind.OfRoutes
            && formerMarks.lastPriority() == settings.marks().lastPriority();
    try (DecidedRoutes routes = DecidedRoutes.of(former, formerMarks, links)) {
      if (!sameRule) {
        routes.removeRules();
      }
      // In the table of a link there is nothing else by now.
      if (table != decidedTable() && !settings.marks().isTable(table)) {
        routes.removeRoutes();
      }
    }
  }

  private void keep(PlaneKind now) {
    kept.write(
        switch (now) {
          case PlaneKind.OfNftables _, PlaneKind.OfIpset _ -> Map.of(KIND, now.word());
          case PlaneKind.OfRoutes(int table, int metric) ->
              Map.of(
                  KIND,
                  now.word(),
                  TABLE,
                  Integer.toString(table),
                  METRIC,
                  Integer.toString(metric));
        });
  }

  /** Takes everything out of the kernel. */
  public void remove() {
    PlaneKind former = former();
    if (former instanceof PlaneKind.OfRoutes options) {
      try (Uplinks links = uplinks();
          DecidedRoutes routes = DecidedRoutes.of(options, formerMarks, links)) {
        routes.remove();
      }
    }
    Set<PlaneKind> kinds = new LinkedHashSet<>(List.of(former, settings.plane()));
    if (kinds.stream().noneMatch(PlaneKind.OfIpset.class::isInstance)
        && IpsetLeftovers.areThere()) {
      kinds.add(PlaneKind.IPSET);
    }
    for (PlaneKind kind : kinds) {
      try (PlaneDriver plane = open(kind)) {
        plane.remove();
      }
    }
    if (!kept.read().isEmpty()) {
      kept.write(Map.of());
    }
    keptMarks.clear();
  }
}
