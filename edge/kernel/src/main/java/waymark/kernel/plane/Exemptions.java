package waymark.kernel.plane;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waymark.kernel.model.Exemption;
import waymark.kernel.model.ExemptionSettings;
import waymark.kernel.system.ResolvConf;
import waymark.linux.TcpTable;
import waymark.policy.Address;
import waymark.policy.Network;
import waymark.policy.Policy;

/**
 * What passes whatever the rules say, as it is now.
 *
 * @param management none of them within another
 * @param resolvers beyond this host
 * @param served the TCP ports at which this host takes connections from others
 */
public record Exemptions(
    List<Network> management, SortedSet<Address> resolvers, SortedSet<Integer> served) {
  private static final Logger log = LoggerFactory.getLogger(Exemptions.class);

  public static final Exemptions NONE = new Exemptions(List.of(), new TreeSet<>(), new TreeSet<>());

  public Exemptions {
    management = List.copyOf(management);
    resolvers = Collections.unmodifiableSortedSet(new TreeSet<>(resolvers));
    served = Collections.unmodifiableSortedSet(new TreeSet<>(served));
  }

  /** For a policy, as it is now. */
  public static Exemptions of(Policy policy, ExemptionSettings exemptionSettings) {
    return policy.deniesByDefault() ? read(exemptionSettings) : of(exemptionSettings);
  }

  /** Where all may leave that no rule forbids, nothing but the way of management is special. */
  static Exemptions of(ExemptionSettings exemptionSettings) {
    return new Exemptions(
        outermost(exemptionSettings.management()), new TreeSet<>(), new TreeSet<>());
  }

  /** Where only that may leave which a rule allows. */
  static Exemptions read(ExemptionSettings exemptionSettings) {
    return of(exemptionSettings).withResolvers(exemptionSettings).withServed();
  }

  /**
   * Follows what changes, where only that may leave which a rule allows.
   *
   * @param listening whether to look at the listening ports as well, which takes longer
   * @param carry has the plane go by what is now, when it differs
   * @return what is in force by then
   */
  public Exemptions follow(
      ExemptionSettings exemptionSettings, boolean listening, Consumer<Exemptions> carry) {
    Exemptions found = withResolvers(exemptionSettings);
    Exemptions now = listening ? found.withServed() : found;
    if (!now.equals(this)) {
      carry.accept(now);
      if (!now.resolvers.equals(resolvers)) {
        log.info("Name servers that may be asked: {}", now.resolvers);
      }
    }
    return now;
  }

  /** With the name servers of this moment. */
  Exemptions withResolvers(ExemptionSettings exemptionSettings) {
    SortedSet<Address> found = new TreeSet<>(exemptionSettings.resolvers());
    found.addAll(ResolvConf.servers(exemptionSettings.resolvConf()));
    return new Exemptions(management, found, served);
  }

  /** With the listening ports of this moment. */
  Exemptions withServed() {
    return new Exemptions(management, resolvers, TcpTable.own().servedPorts());
  }

  /** Why something may go there that no rule allows. */
  public Exemption of(Address address) {
    if (management.stream().anyMatch(network -> network.contains(address))) {
      return Exemption.MANAGEMENT;
    }
    return resolvers.contains(address) ? Exemption.RESOLVER : Exemption.NONE;
  }

  private static List<Network> outermost(List<Network> networks) {
    List<Network> outermost = new ArrayList<>();
    // The larger of two that overlap comes first.
    for (Network network : new TreeSet<>(networks)) {
      if (outermost.isEmpty() || !outermost.getLast().contains(network.base())) {
        outermost.add(network);
      }
    }
    return outermost;
  }
}
