package waymark.kernel.steering;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import waymark.policy.Client;

/**
 * Splits chains for a firewall that has no match for this host's own packets, and looks at MAC
 * addresses only where packets arrive.
 *
 * <pre>
 *  PREROUTING ─▶ STEER      ─▶ Target(T)        for packets of others
 *  OUTPUT     ─▶ Own(STEER) ─▶ Own(Target(T))   for packets of this host
 * </pre>
 *
 * <p>A chain depends on the sender if one of its rules matches {@code self} or a MAC address, or if
 * it leads to such a chain. Each of these gets a second variant if packets of this host can reach
 * it.
 */
public final class OwnTraffic {
  private final Map<ChainId, List<Rule>> chains;
  private final Set<ChainId> dependent = new HashSet<>();

  private OwnTraffic(Map<ChainId, List<Rule>> chains) {
    this.chains = chains;
    int before;
    do {
      before = dependent.size();
      chains.forEach(
          (chain, rules) -> {
            if (rules.stream().anyMatch(this::depends)) {
              dependent.add(chain);
            }
          });
    } while (dependent.size() > before);
  }

  /** The same rules in chains that do not match {@code self}. */
  public static Steering apart(Steering steering) {
    OwnTraffic traffic = new OwnTraffic(steering.chains());
    Set<ChainId> own = traffic.reachedByOwn();
    Map<ChainId, List<Rule>> chains = new LinkedHashMap<>();
    steering
        .chains()
        .forEach(
            (chain, rules) -> {
              chains.put(chain, traffic.rules(rules, chain == Hook.OUTPUT));
              if (chain instanceof ChainId.Regular regular && own.contains(chain)) {
                chains.put(new ChainId.Own(regular), traffic.rules(rules, true));
              }
            });
    return new Steering(chains);
  }

  private boolean depends(Rule rule) {
    return rule.matches().stream().anyMatch(OwnTraffic::depends)
        || rule.verdict().leadsTo().stream().anyMatch(dependent::contains);
  }

  private static boolean depends(Match match) {
    return match instanceof Match.Clients clients && (clients.hasSelf() || clients.hasMac());
  }

  /** The dependent chains that packets of this host can reach. */
  private Set<ChainId> reachedByOwn() {
    Set<ChainId> reached = new HashSet<>();
    Deque<ChainId> open = new ArrayDeque<>(List.of(Hook.OUTPUT));
    while (!open.isEmpty()) {
      for (Rule rule : chains.getOrDefault(open.pop(), List.of())) {
        for (ChainId.Regular next : rule.verdict().leadsTo()) {
          if (dependent.contains(next) && reached.add(next)) {
            open.push(next);
          }
        }
      }
    }
    return reached;
  }

  private List<Rule> rules(List<Rule> rules, boolean own) {
    List<Rule> apart = new ArrayList<>();
    for (Rule rule : rules) {
      matches(rule.matches(), own)
          .ifPresent(
              matches -> apart.add(new Rule(matches, own ? led(rule.verdict()) : rule.verdict())));
    }
    return apart;
  }

  /**
   * The matches without {@code self}, and for this host's packets without MAC addresses; empty if
   * the rule applies to none of these packets.
   */
  private static Optional<List<Match>> matches(List<Match> matches, boolean own) {
    List<Match> apart = new ArrayList<>();
    for (Match match : matches) {
      if (match instanceof Match.Clients clients && depends(match)) {
        if (!own || !clients.hasSelf()) {
          List<Client> left =
              clients.clients().stream().filter(client -> remains(client, own)).toList();
          if (left.isEmpty()) {
            return Optional.empty();
          }
          apart.add(new Match.Clients(left));
        }
      } else {
        apart.add(match);
      }
    }
    return Optional.of(apart);
  }

  private static boolean remains(Client client, boolean own) {
    return switch (client) {
      case Client.Self _ -> false;
      case Client.WithMac _ -> !own;
      case Client.From _, Client.By _ -> true;
    };
  }

  private Verdict led(Verdict verdict) {
    return switch (verdict) {
      case Verdict.GoTo(ChainId.Regular chain) -> new Verdict.GoTo(own(chain));
      case Verdict.Jump(ChainId.Regular chain) -> new Verdict.Jump(own(chain));
      // The chain of an egress does not depend on the sender.
      case Verdict.Pick pick -> pick;
      case Verdict.Plain _,
          Verdict.Drop _,
          Verdict.Count _,
          Verdict.Decide _,
          Verdict.NoteCameBy _,
          Verdict.Mark _,
          Verdict.ClampMss _,
          Verdict.Copy _,
          Verdict.CopySome _,
          Verdict.Queue _ ->
          verdict;
    };
  }

  private ChainId.Regular own(ChainId.Regular chain) {
    return dependent.contains(chain) ? new ChainId.Own(chain) : chain;
  }
}
