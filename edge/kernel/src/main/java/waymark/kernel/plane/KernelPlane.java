package waymark.kernel.plane;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import waymark.engine.Change;
import waymark.kernel.capture.Hold;
import waymark.kernel.model.Marks;
import waymark.policy.Address;
import waymark.policy.Decision;

/**
 * The seam: a means of the kernel that carries decisions out. {@link PlaneDriver} says what is
 * desired, a plane works out the steps. The engine's thread calls {@link #apply} and {@link
 * #unprepared}, which answers wait for, and the control thread the others. Only the first steps of
 * {@link #install} may run while the engine's thread applies a change.
 *
 * <p>Links have their routing tables before a plane is asked for anything, and {@code ip rule}s
 * lead marked packets there (see {@link PlaneDriver}).
 *
 * <p>Every method that writes may throw {@link waymark.kernel.model.KernelException}, {@link
 * waymark.netlink.NetlinkException} or {@link waymark.linux.LinuxException}. The kernel may then
 * carry a part of the change, and the next {@link #install} makes it whole.
 */
public interface KernelPlane extends AutoCloseable {
  /** For so long {@link #ended} keeps servers from beginning connections; they give up sooner. */
  Duration ENDED_FOR = Duration.ofSeconds(60);

  /**
   * Makes the kernel carry this state and exactly these addresses, whatever it carried before.
   *
   * @param hosts asks for the addresses; changes to what was carried before are applied until then,
   *     so what takes long comes first
   * @throws waymark.kernel.model.NoQueueException when answers should be held and cannot
   * @throws waymark.kernel.model.UnchangedException when all is carried as before; so it is when
   *     anything fails before the addresses are asked for
   */
  void install(Desired desired, Supplier<Map<Address, Decision>> hosts);

  /** Those decisions among changes that {@link #prepare} must make room for first. */
  default Set<Decision> unprepared(List<Change> changes) {
    return Set.of();
  }

  /** Makes room for addresses that are decided in a new way. */
  default void prepare(Desired desired, Set<Decision> decisions) {}

  /** Whether the kernel carries anything of this plane, from this process or an earlier one. */
  boolean isThere();

  /** Makes changes to what is decided for addresses, and returns when they are in force. */
  void apply(Desired desired, List<Change> changes);

  /**
   * Connections to these addresses are about to be ended, because they leave by a wrong link. For a
   * while, what their servers still send by that link begins no connection: the answers to it would
   * leave where it came from. By any thread.
   */
  void ended(Set<Address> addresses);

  /** Carries links, shares or exemptions that are other than before; policy and hosts stay. */
  void update(Desired before, Desired after);

  /**
   * Finds out whether there is drift, and repairs it in the quickest way.
   *
   * @param carried what should be carried for each address
   */
  Repair repair(Desired desired, Drift drift, Carried carried);

  /** Whether the kernel has the address where the decision wants it. */
  boolean holds(Desired desired, Address address, Decision decision);

  /** What the rules have counted. */
  PlaneCounters counters(Desired desired);

  /**
   * What the kernel would hold, a line a thing, for people to compare.
   *
   * @param decisions about learned addresses
   */
  List<String> describe(Desired desired, Collection<Decision> decisions);

  /** What has the kernel queue answers by this plane's rules; another one at each call. */
  Hold hold(Marks marks);

  /** How this plane is monitored and kept up to date while it is in force; asked once. */
  Maintenance maintenance();

  /** Takes everything of this plane's out of the kernel. */
  void remove();

  @Override
  void close();
}
