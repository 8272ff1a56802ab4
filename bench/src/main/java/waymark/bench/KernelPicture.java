package waymark.bench;

import waymark.netlink.NetlinkException;
import waymark.netlink.Nftables;
import waymark.netlink.NftablesChain;
import waymark.netlink.NftablesFamily;
import waymark.netlink.RouteFilter;
import waymark.netlink.Routes;

/** How much of Waymark is in a router's kernel. */
record KernelPicture(int chains, int rules, long elements, int routeRules, int routes) {
  private static final String TABLE = "waymark";

  /** Sockets in the namespace of the thread that opens it. */
  static final class Reader implements AutoCloseable {
    private final Nftables nftables = Nftables.open();
    private final SetSizes sizes = SetSizes.open();
    private final Routes routes = Routes.open();

    private Reader() {}

    static Reader open() {
      return new Reader();
    }

    KernelPicture read() {
      int chains = 0;
      int rules = 0;
      for (NftablesChain chain : nftables.chains(NftablesFamily.INET, TABLE)) {
        chains++;
        rules += nftables.rules(NftablesFamily.INET, TABLE, chain.name()).size();
      }
      return new KernelPicture(
          chains,
          rules,
          sizes.learned(),
          routes.rules().size(),
          routes.routes(RouteFilter.all()).size());
    }

    /** Whether that is there now; not while it changes so fast that it cannot be read. */
    boolean shows(KernelPicture wanted) {
      try {
        return read().equals(wanted);
      } catch (NetlinkException _) {
        return false;
      }
    }

    @Override
    public void close() {
      nftables.close();
      sizes.close();
      routes.close();
    }
  }
}
