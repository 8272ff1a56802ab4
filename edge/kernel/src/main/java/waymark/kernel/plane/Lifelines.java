package waymark.kernel.plane;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waymark.kernel.model.Essentials;
import waymark.kernel.model.Lifeline;
import waymark.kernel.system.ListeningPorts;
import waymark.kernel.system.ResolvConf;
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
public record Lifelines(
    List<Network> management, SortedSet<Address> resolvers, SortedSet<Integer> served) {
  private static final Logger log = LoggerFactory.getLogger(Lifelines.class);

  /** The same of the thread's own network namespace, which is not always the process's. */
  private static final Path NET = Path.of("/proc/thread-self/net");

  public static final Lifelines NONE = new Lifelines(List.of(), new TreeSet<>(), new TreeSet<>());

  public Lifelines {
    management = List.copyOf(management);
    resolvers = Collections.unmodifiableSortedSet(new TreeSet<>(resolvers));
    served = Collections.unmodifiableSortedSet(new TreeSet<>(served));
  }

  /** For a policy, as it is now. */
  public static Lifelines of(Policy policy, Essentials essentials) {
    return policy.deniesByDefault() ? read(essentials) : of(essentials);
  }

  /** Where all may leave that no rule forbids, nothing but the way of management is special. */
  static Lifelines of(Essentials essentials) {
    return new Lifelines(outermost(essentials.management()), new TreeSet<>(), new TreeSet<>());
  }

  /** Where only that may leave which a rule allows. */
  static Lifelines read(Essentials essentials) {
    return of(essentials).withResolvers(essentials).withServed();
  }

  /**
   * Follows what changes, where only that may leave which a rule allows.
   *
   * @param listening whether to look at the listening ports as well, which takes longer
   * @param carry has the plane go by what is now, when it differs
   * @return what is in force by then
   */
  public Lifelines follow(Essentials essentials, boolean listening, Consumer<Lifelines> carry) {
    Lifelines found = withResolvers(essentials);
    Lifelines now = listening ? found.withServed() : found;
    if (!now.equals(this)) {
      carry.accept(now);
      if (!now.resolvers.equals(resolvers)) {
        log.info("Name servers that may be asked: {}", now.resolvers);
      }
    }
    return now;
  }

  /** With the name servers of this moment. */
  Lifelines withResolvers(Essentials essentials) {
    SortedSet<Address> found = new TreeSet<>(essentials.resolvers());
    found.addAll(ResolvConf.servers(essentials.resolvConf()));
    return new Lifelines(management, found, served);
  }

  /** With the listening ports of this moment. */
  Lifelines withServed() {
    return new Lifelines(management, resolvers, ListeningPorts.read(NET));
  }

  /** Why something may go there that no rule allows. */
  public Lifeline of(Address address) {
    if (management.stream().anyMatch(network -> network.contains(address))) {
      return Lifeline.MANAGEMENT;
    }
    return resolvers.contains(address) ? Lifeline.RESOLVER : Lifeline.NONE;
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
