package waymark.kernel.ipset;

import java.util.Collection;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waymark.linux.LinuxException;
import waymark.netlink.IpsetDefinition;
import waymark.netlink.NetlinkException;
import waymark.policy.Network;

/** Changes IP sets by netlink, and by the fallback for a minute after netlink fails. */
final class FallbackSets implements AddressSets {
  private static final Logger log = LoggerFactory.getLogger(FallbackSets.class);
  private static final long RETRY_NANOS = 60_000_000_000L;

  private final AddressSets first;
  private final AddressSets fallback;
  private final LongSupplier nanos;
  private boolean failed;
  private long failedAt;

  /**
   * @param nanos the time, counted from anywhere
   */
  FallbackSets(AddressSets first, AddressSets fallback, LongSupplier nanos) {
    this.first = first;
    this.fallback = fallback;
    this.nanos = nanos;
  }

  @Override
  public void create(IpsetDefinition set) {
    run(sets -> sets.create(set));
  }

  @Override
  public void add(String set, Collection<Network> networks) {
    run(sets -> sets.add(set, networks));
  }

  @Override
  public void delete(String set, Collection<Network> networks) {
    run(sets -> sets.delete(set, networks));
  }

  @Override
  public void swap(String set, String other) {
    run(sets -> sets.swap(set, other));
  }

  @Override
  public void destroy(String set) {
    run(sets -> sets.destroy(set));
  }

  private void run(Consumer<AddressSets> change) {
    if (failed && nanos.getAsLong() - failedAt < RETRY_NANOS) {
      change.accept(fallback);
      return;
    }
    try {
      change.accept(first);
      if (failed) {
        log.info("IP sets are changed through netlink again");
      }
      failed = false;
    } catch (NetlinkException | LinuxException e) {
      if (e instanceof NetlinkException refused && refused.isBusy()) {
        // By whatever means.
        throw e;
      }
      if (!failed) {
        log.warn("Netlink failed, the ipset command takes over: {}", e.getMessage());
      }
      failed = true;
      failedAt = nanos.getAsLong();
      change.accept(fallback);
    }
  }
}
