package waymark.kernel.steering;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import waymark.policy.Client;
import waymark.policy.Scope;

/** Turns a scope into matches. */
final class Scopes {
  private Scopes() {}

  /** The matches for packets of these families; empty if no such packet is in the scope. */
  static Optional<List<Match>> matches(Scope scope, List<Family> families) {
    List<Match> matches = new ArrayList<>();
    if (!scope.clients().isEmpty()) {
      List<Client> clients =
          scope.clients().stream().filter(client -> isOf(client, families)).toList();
      if (clients.isEmpty()) {
        return Optional.empty();
      }
      matches.add(new Match.Clients(clients));
    }
    if (!scope.ports().isEmpty()) {
      matches.add(new Match.Ports(Match.Side.DESTINATION, scope.ports()));
    }
    return Optional.of(matches);
  }

  private static boolean isOf(Client client, List<Family> families) {
    return switch (client) {
      case Client.From(var network) -> families.stream().anyMatch(family -> family.has(network));
      case Client.By _, Client.Self _ -> true;
    };
  }
}
