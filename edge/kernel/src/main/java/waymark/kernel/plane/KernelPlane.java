package waymark.kernel.plane;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import waymark.engine.Plane;
import waymark.kernel.links.Invariant;
import waymark.kernel.links.Uplinks;
import waymark.kernel.model.CaptureSettings;
import waymark.kernel.model.DenyCounters;
import waymark.kernel.model.Exemption;
import waymark.kernel.model.InterfaceState;
import waymark.policy.Address;
import waymark.policy.Decision;
import waymark.policy.Link;
import waymark.policy.Policy;

/**
 * A plane in this host's kernel: what the engine drives, and what the host asks of it besides. All
 * but {@link #close} and {@link #states} on the engine's thread.
 */
public interface KernelPlane extends Plane, AutoCloseable {
  /** The links of the policy, and their rules and routing tables. */
  Uplinks links();

  /**
   * Looks at interfaces, addresses, rules and routes again, and mends what is not as it should.
   * What failed is done by the next call.
   *
   * @return the links that a family can leave by no more since the last call, whoever saw it first;
   *     at the start those that it cannot leave by
   */
  List<Link> refreshLinks();

  /**
   * Whether somebody else had changed rules or routes of links that were put right since this was
   * asked last.
   */
  default boolean hasMendedLinks() {
    return links().hasMended();
  }

  /**
   * What checks say of the links.
   *
   * @param unhealthy the names of links that are taken for down, whatever their interface says
   * @return as {@link #refreshLinks}
   */
  default List<Link> judge(Set<String> unhealthy) {
    links().judge(unhealthy);
    return refreshLinks();
  }

  /**
   * Spreads connections anew.
   *
   * @param latency in nanoseconds by the link's name
   */
  void measured(Map<String, Long> latency);

  /**
   * Spreads connections anew.
   *
   * @param connections that are open and leave by a link, by its name
   */
  void count(Map<String, Integer> connections);

  /**
   * Renews some of what would end by itself; asked in every round of the engine's thread.
   *
   * @return whether more should be renewed at once
   */
  default boolean renew() {
    return false;
  }

  /**
   * Follows the system's name servers, where a default denies.
   *
   * @param listening whether to look at the listening ports as well, which takes longer
   */
  default void refreshLifelines(boolean listening) {}

  /** Why something may go there that no rule allows. */
  default Exemption lifeline(Address address) {
    return Exemption.NONE;
  }

  /** What the default has kept in. */
  default DenyCounters denyCounters() {
    return DenyCounters.NONE;
  }

  /**
   * What the kernel would hold for a policy, a line a thing; the interfaces as they are now.
   *
   * @param decisions about learned addresses
   */
  List<String> listing(Policy policy, Collection<Decision> decisions);

  /** Every address of this host. */
  default Set<Address> own() {
    return links().own();
  }

  /** The state of each interface link, by its name. */
  default Map<String, InterfaceState> states() {
    return links().states();
  }

  /** How answers are learned from: less than asked for where the kernel cannot. */
  CaptureSettings.Mode mode();

  /** Packets that the guard refused, by the link's name; empty for a plane without a guard. */
  Map<String, Long> wrongLinkPackets();

  /** Answers that came to the rule of the queue. */
  long answers();

  /** Whether the kernel has the address where it should be. */
  boolean holds(Address address, Decision decision);

  /** What of the kernel's notices is about this plane. */
  Traces traces();

  /** Whether all of these changes of our table were made by scripts of ours. Each is asked once. */
  boolean wereOurs(Set<Integer> generations);

  /**
   * Whether what is of ours in the kernel is as it was left. Asked a few times a second where
   * {@link Traces#quiet}, and after a notice about decided routes.
   */
  boolean isIntact();

  /**
   * Puts right what somebody else did to learned addresses in the table {@code inet waymark}.
   *
   * @param touched the elements that came or went
   * @param carried what is decided for their addresses
   * @return false where only {@link #install} does
   * @throws waymark.engine.PlaneException when the kernel refuses
   */
  default boolean mend(Set<TableChange.Element> touched, Map<Address, Decision> carried) {
    return false;
  }

  /**
   * Puts right the chains and rules of the table {@code inet waymark}, whose sets are as they were.
   *
   * @return false where only {@link #install} does
   * @throws waymark.engine.PlaneException when the kernel refuses
   */
  default boolean mendRules() {
    return false;
  }

  /** All that should be in the kernel; asked once, met or not on another thread. */
  List<Invariant> invariants();

  /**
   * Whether an expectation that did not seem to be met is not met indeed; by the engine's thread.
   *
   * @param carried shows each address that this plane should carry, and what for
   */
  default boolean isUnmet(String what, Consumer<BiConsumer<Address, Decision>> carried) {
    return true;
  }

  /** Takes everything of this plane's out of the kernel, and what it shares with the others. */
  void remove();

  /** Takes out what this plane has and the one that came after it has not. */
  void retire();

  @Override
  void close();

  /**
   * By what notices are told apart.
   *
   * @param nftablesPort our own changes of the table {@code inet waymark} are made by this port; 0:
   *     by none
   * @param routesPort our own changes of decided routes are made by this port; 0: by none
   * @param table the routing table of decided routes; 0: there is none
   * @param quiet whether there are things that the kernel gives no notice of
   */
  record Traces(int nftablesPort, int routesPort, int table, boolean quiet) {}
}
