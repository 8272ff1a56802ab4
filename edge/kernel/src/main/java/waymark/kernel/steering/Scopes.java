package waymark.kernel.steering;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import waymark.kernel.model.InterfaceNames;
import waymark.policy.Client;
import waymark.policy.Scope;

/** Turns a scope into matches. */
final class Scopes {
  private Scopes() {}

  /**
   * The matches for packets of these families; empty if no such packet is in the scope.
   *
   * @param names of the interfaces, as they are now
   */
  static Optional<List<Match>> matches(Scope scope, List<Family> families, InterfaceNames names) {
    List<Match> matches = new ArrayList<>();
    if (!scope.clients().isEmpty()) {
      List<Client> clients =
          scope.clients().stream()
              .flatMap(client -> now(client, names))
              .filter(client -> isOf(client, families))
              .distinct()
              .toList();
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

  /** The client by the name that its interface has now; none where no interface has the name. */
  private static Stream<Client> now(Client client, InterfaceNames names) {
    return switch (client) {
      case Client.By(String device) ->
          Stream.of(names.primary(device))
              .filter(primary -> !primary.equals(InterfaceNames.NOBODY))
              .map(Client.By::new);
      case Client.From _, Client.WithMac _, Client.Self _ -> Stream.of(client);
    };
  }

  private static boolean isOf(Client client, List<Family> families) {
    return switch (client) {
      case Client.From(var network) -> families.stream().anyMatch(family -> family.has(network));
      case Client.By _, Client.WithMac _, Client.Self _ -> true;
    };
  }
}
