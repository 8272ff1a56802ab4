package waymark.kernel.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import waymark.policy.Group;
import waymark.policy.Outlet;
import waymark.policy.Policy;
import waymark.policy.Rule;
import waymark.policy.Strategy;

/** What carries decisions out. */
public sealed interface PlaneKind {
  /** nftables: everything. */
  PlaneKind NFTABLES = new OfNftables();

  /** IP sets and iptables. */
  PlaneKind IPSET = new OfIpset(Duration.ZERO);

  /** Routes, in the first of our tables. */
  PlaneKind ROUTES = new OfRoutes(0, OfRoutes.DEFAULT_METRIC);

  /** Why routes cannot deny by default. */
  String DENIES = "default is block, and a route cannot tell replies from what begins";

  /** The table {@code inet waymark}. */
  record OfNftables() implements PlaneKind {
    @Override
    public String word() {
      return "nftables";
    }

    @Override
    public List<String> refusals(Policy policy) {
      return List.of();
    }
  }

  /**
   * IP sets, and chains of iptables that look into them.
   *
   * @param timeout so long a learned address stays when no daemon is there to renew it, in whole
   *     seconds; zero: until it is taken out
   */
  record OfIpset(Duration timeout) implements PlaneKind {
    /** The slots of a sticky group: the nodes of the cluster match (xt_cluster.h). */
    public static final int STICKY_SLOTS = 32;

    /** With more slots, connections are spread by chance instead of in turn. */
    public static final int MOST_TURNS = 64;

    /** The shortest {@code timeout} that leaves room for a restart. */
    public static final Duration SHORTEST = Duration.ofMinutes(1);

    /** The longest {@code timeout}: the kernel counts milliseconds in 31 bits. */
    public static final Duration LONGEST = Duration.ofDays(24);

    public OfIpset {
      boolean whole = timeout.equals(Duration.ofSeconds(timeout.toSeconds()));
      if (timeout.isNegative() || !whole || timeout.compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException("timeout " + timeout);
      }
    }

    @Override
    public String word() {
      return "ipset";
    }

    @Override
    public List<String> refusals(Policy policy) {
      return List.of();
    }
  }

  /**
   * A route for each address and network, in one routing table.
   *
   * @param table that table; 0: the base of {@link Marks}
   * @param metric of the routes
   */
  record OfRoutes(int table, int metric) implements PlaneKind {
    /** The metric where nobody says otherwise. */
    public static final int DEFAULT_METRIC = 200;

    public OfRoutes {
      if (table < 0 || metric < 1) {
        throw new IllegalArgumentException("table " + table + ", metric " + metric);
      }
    }

    @Override
    public String word() {
      return "routes";
    }

    @Override
    public List<String> refusals(Policy policy) {
      List<String> refusals = new ArrayList<>();
      if (policy.deniesByDefault()) {
        refusals.add(DENIES);
      }
      for (Rule rule : policy.rules()) {
        String name = "rule '" + rule.name() + "'";
        if (!rule.scope().ports().isEmpty()) {
          refusals.add(name + " has ports, which routes do not look at");
        }
        if (!rule.scope().clients().isEmpty()) {
          refusals.add(name + " has from, which routes do not look at");
        }
        groups(name, rule.to(), refusals);
      }
      groups("default", policy.otherwise(), refusals);
      return refusals;
    }

    private static void groups(String who, List<Outlet> to, List<String> refusals) {
      for (Outlet outlet : to) {
        if (outlet instanceof Group group
            && group.strategy() != Strategy.FASTEST
            && group.links().size() > 1) {
          refusals.add(
              who
                  + " leads to group '"
                  + group.name()
                  + "', which is "
                  + group.strategy().word()
                  + ": an address has one route");
        }
      }
    }
  }

  /** As the configuration writes it. */
  String word();

  /** What of the policy cannot be carried out this way, a sentence each; empty: all of it can. */
  List<String> refusals(Policy policy);
}
