package waymark.kernel.steering;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;
import waymark.kernel.links.LinkNumbers;
import waymark.kernel.plane.Desired;
import waymark.policy.Decision;
import waymark.policy.Network;

/** The input for the chains of a policy. */
record Plan(Desired desired, Targets targets, List<Family> families) {
  Plan {
    families = List.copyOf(families);
  }

  /** Whether the default is {@code block}. */
  boolean denies() {
    return desired.denies();
  }

  /** Whether the kernel has room for more in a connection than the number of its link. */
  boolean hasLabels() {
    return desired.marks().hasLabels();
  }

  /** Whether the chains come before address translation: iptables has no table behind it. */
  boolean decidesBeforeTranslation() {
    return families.size() == 1;
  }

  /** The links of the policy that leave by an interface. */
  List<Egress.ByInterface> interfaces() {
    return Egress.interfaces(desired);
  }

  /** Those that a decision may lead to. */
  List<Egress.ByInterface> interfaces(Decision decision) {
    return Egress.interfaces(
        decision.branches().stream()
            .flatMap(branch -> branch.to().stream())
            .flatMap(outlet -> outlet.links().stream())
            .map(link -> Egress.of(link, desired))
            .distinct());
  }

  /** The numbers of links that the policy does not have any more. */
  List<Integer> gone() {
    Set<Integer> gone = new TreeSet<>(desired.numbers().all());
    gone.remove(LinkNumbers.DIRECT);
    interfaces().forEach(link -> gone.remove(link.link()));
    return List.copyOf(gone);
  }

  /** The decision of a target. */
  Decision decision(String target) {
    return targets.byName().getOrDefault(target, Decision.NONE);
  }

  /** The target of addresses that no rule matches. */
  String fallback() {
    return targets.nameOf(desired.fallback());
  }

  /** Visits the matches for packets to each target: all learned sets first, then static ones. */
  void destinations(Family family, BiConsumer<Match, String> visitor) {
    for (String target : targets.byName().keySet()) {
      visitor.accept(
          inSet(family, Match.Side.DESTINATION, targets.learned(family, target)), target);
    }
    targets
        .networks(family)
        .forEach(
            (target, set) -> visitor.accept(inSet(family, Match.Side.DESTINATION, set), target));
  }

  /** The matches for packets from the addresses of a target. */
  List<Match> sources(Family family, String target) {
    List<Match> sources = new ArrayList<>();
    sources.add(inSet(family, Match.Side.SOURCE, targets.learned(family, target)));
    String set = targets.networks(family).getOrDefault(target, "");
    if (!set.isEmpty()) {
      sources.add(inSet(family, Match.Side.SOURCE, set));
    }
    return sources;
  }

  /** The match for packets from addresses whose connections were ended a short while ago. */
  Match ended(Family family) {
    return inSet(family, Match.Side.SOURCE, targets.ended(family));
  }

  private static Match inSet(Family family, Match.Side side, String set) {
    return new Match.InSet(family, side, set);
  }

  /** The match for packets to or from the management networks; empty if there are none. */
  List<Match> management(Match.Side side) {
    List<Network> networks = ofFamilies(desired.exemptions().management());
    return networks.isEmpty() ? List.of() : List.of(new Match.Networks(side, networks));
  }

  /** The matches for packets to neighbours, which the default leaves alone. */
  List<Match> neighbours(Family family) {
    return family.of(desired.conditions().near()).stream()
        .<Match>map(network -> new Match.Networks(Match.Side.DESTINATION, List.of(network)))
        .toList();
  }

  /** The matches for packets from the networks of this host's interfaces. */
  List<Match> attached(Family family) {
    return family.of(desired.conditions().attached()).stream()
        .<Match>map(network -> new Match.Networks(Match.Side.SOURCE, List.of(network)))
        .toList();
  }

  /** The networks of these families. */
  List<Network> ofFamilies(List<Network> networks) {
    return families.stream().flatMap(family -> family.of(networks).stream()).toList();
  }

  /**
   * A value that several families share.
   *
   * @param only matches packets of these families; empty if they are all families of the plan
   */
  record Alike<T>(T what, List<Family> families, List<Match> only) {
    /** These matches, for packets of these families. */
    List<Match> and(List<Match> matches) {
      return Stream.concat(only.stream(), matches.stream()).toList();
    }
  }

  /** One entry for all families if their values are equal, else one for each family. */
  <T> List<Alike<T>> alike(Function<Family, T> of) {
    List<T> all = families.stream().map(of).toList();
    if (all.stream().distinct().count() == 1) {
      return List.of(new Alike<>(all.getFirst(), families, List.of()));
    }
    List<Alike<T>> each = new ArrayList<>();
    for (int i = 0; i < families.size(); i++) {
      Family family = families.get(i);
      each.add(new Alike<>(all.get(i), List.of(family), List.of(family)));
    }
    return each;
  }
}
