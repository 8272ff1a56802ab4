package waymark.app.toapi;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import waymark.api.AddressExplained;
import waymark.api.Candidate;
import waymark.api.Conflict;
import waymark.api.Matched;
import waymark.engine.Explanation;
import waymark.kernel.model.Exemption;
import waymark.kernel.model.InterfaceState;
import waymark.policy.Address;
import waymark.policy.Claim;
import waymark.policy.Client;
import waymark.policy.Decision;
import waymark.policy.Inquiry;
import waymark.policy.Link;
import waymark.policy.Network;
import waymark.policy.Outlet;
import waymark.policy.PortRange;
import waymark.policy.Rule;
import waymark.policy.Scope;
import waymark.policy.Specificity;

/** Explanations of the engine as records of the API. */
public final class ExplainedToApi {
  private static final List<PortRange> DNS = List.of(PortRange.parse("53"), PortRange.parse("853"));

  private ExplainedToApi() {}

  /**
   * The explanation of one address.
   *
   * @param about the connections that were asked about
   * @param links the state of each interface link, by the link's name
   * @param faults why the checks of links fail, by the link's name
   */
  public static AddressExplained address(
      Explanation explanation,
      Inquiry about,
      Map<String, InterfaceState> links,
      Map<String, String> faults,
      boolean kernelAgrees,
      Instant now) {
    List<Candidate> candidates = new ArrayList<>();
    Optional<Rule> decisive = Optional.empty();
    List<Claim> claims = new ArrayList<>();
    for (Explanation.Candidate candidate : explanation.candidates()) {
      Rule rule = candidate.claim().rule();
      Inquiry.Share share = about.share(rule.scope());
      if (share != Inquiry.Share.NONE) {
        candidates.add(candidate(candidate, now));
      }
      if (share == Inquiry.Share.ALL) {
        claims.add(candidate.claim());
      }
      if (share == Inquiry.Share.ALL && decisive.isEmpty()) {
        decisive = Optional.of(rule);
      }
    }
    // The default applies to all connections.
    Rule decides = decisive.orElseThrow();
    boolean ipv4 = explanation.address().isIpv4();
    String link = firstUp(decides.to(), links, ipv4);
    return new AddressExplained(
        explanation.address().toString(),
        candidates,
        decides.name(),
        link,
        OutletNames.names(to(explanation.carried(), about)),
        kernelAgrees,
        TieBreak.of(claims),
        LinkFaults.of(decides.to(), link, links, faults, ipv4),
        "");
  }

  /** Where those of the connections go that no earlier branch takes. */
  private static List<Outlet> to(Decision decision, Inquiry about) {
    for (Decision.Branch branch : decision.branches()) {
      if (about.share(branch.scope()) == Inquiry.Share.ALL) {
        return branch.to();
      }
    }
    return List.of();
  }

  /**
   * Adds an exemption, as if it were a rule before all others.
   *
   * @param management the networks that everything goes to directly
   */
  public static AddressExplained spared(
      AddressExplained explained, Exemption exemption, List<Network> management, Inquiry about) {
    if (exemption == Exemption.NONE
        || (exemption == Exemption.RESOLVER && !explained.link().equals(Link.BLOCK.name()))) {
      return explained;
    }
    List<PortRange> ports = exemption == Exemption.MANAGEMENT ? List.of() : DNS;
    Inquiry.Share share = about.share(new Scope(ports, List.of()));
    if (share == Inquiry.Share.NONE) {
      return explained;
    }
    boolean all = share == Inquiry.Share.ALL;
    String rule = exemption == Exemption.MANAGEMENT ? "management" : "resolvers";
    List<String> direct = List.of(Link.DIRECT.name());
    List<Candidate> candidates = new ArrayList<>();
    String network =
        exemption == Exemption.MANAGEMENT
            ? configured(explained.address(), management)
            : explained.address();
    candidates.add(
        new Candidate(
            new Matched(rule, direct, 0, Matched.By.NETWORK, network, texts(ports), List.of()),
            List.of(),
            0,
            false));
    candidates.addAll(explained.candidates());
    return new AddressExplained(
        explained.address(),
        candidates,
        all ? rule : explained.decides(),
        all ? Link.DIRECT.name() : explained.link(),
        explained.carried(),
        explained.kernelAgrees(),
        explained.tieBreak(),
        all ? "" : explained.passedOver(),
        explained.country());
  }

  /** The network as the configuration has it. */
  private static String configured(String address, List<Network> management) {
    return management.stream()
        .filter(network -> network.contains(Address.parse(address)))
        .findFirst()
        .map(Network::toString)
        .orElse(address);
  }

  /** The claims by names. */
  public static Conflict conflict(Explanation explanation, Instant now) {
    List<Candidate> claims = new ArrayList<>();
    for (Explanation.Candidate candidate : explanation.candidates()) {
      if (candidate.lease().isPresent()) {
        claims.add(candidate(candidate, now));
      }
    }
    return new Conflict(
        explanation.address().toString(),
        explanation.candidates().getFirst().claim().rule().name(),
        claims);
  }

  private static Candidate candidate(Explanation.Candidate candidate, Instant now) {
    Matched claim = matched(candidate.claim());
    if (candidate.lease().isEmpty()) {
      return new Candidate(claim, List.of(), 0, false);
    }
    Explanation.LeaseState lease = candidate.lease().get();
    long left = Math.max(0, (lease.due() - now.toEpochMilli() + 999) / 1000);
    return new Candidate(claim, lease.names(), left, lease.draining());
  }

  private static String firstUp(List<Outlet> to, Map<String, InterfaceState> links, boolean ipv4) {
    for (Outlet outlet : to) {
      for (Link link : outlet.links()) {
        InterfaceState state = links.get(link.name());
        if (link.isDirect() || link.isBlock() || (state != null && state.isUp(ipv4))) {
          return outlet.name();
        }
      }
    }
    return "";
  }

  public static Matched matched(Claim claim) {
    return new Matched(
        claim.rule().name(),
        OutletNames.names(claim.rule().to()),
        claim.rule().weight(),
        by(claim.specificity()),
        claim.matched(),
        texts(claim.rule().scope().ports()),
        texts(claim.rule().scope().clients()));
  }

  /** The clients that were asked about; a single address has no prefix. */
  public static List<String> clients(Inquiry about) {
    List<String> clients = new ArrayList<>();
    for (Client client : about.clients()) {
      clients.add(
          client instanceof Client.From(Network network)
                  && network.prefix() == network.base().width()
              ? network.base().toString()
              : client.toString());
    }
    return clients;
  }

  public static List<String> texts(List<?> items) {
    List<String> texts = new ArrayList<>(items.size());
    for (Object item : items) {
      texts.add(item.toString());
    }
    return texts;
  }

  private static Matched.By by(Specificity specificity) {
    return switch (specificity) {
      case EXACT -> Matched.By.EXACT;
      case SUFFIX -> Matched.By.SUFFIX;
      case BELOW -> Matched.By.BELOW;
      case REGEX -> Matched.By.REGEX;
      case NETWORK -> Matched.By.NETWORK;
      case AREA -> Matched.By.AREA;
      case DEFAULT -> Matched.By.DEFAULT;
    };
  }
}
