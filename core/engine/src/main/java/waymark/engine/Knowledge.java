package waymark.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import waymark.policy.Address;
import waymark.policy.AddressClass;
import waymark.policy.Claim;
import waymark.policy.Client;
import waymark.policy.Decision;
import waymark.policy.DomainName;
import waymark.policy.Inquiry;
import waymark.policy.Network;
import waymark.policy.PortRange;
import waymark.policy.Scope;

/**
 * What the engine knows of addresses and names, for who asks: what is held, what is decided, and
 * why. Only for the engine's thread, and until the policy is replaced.
 */
public final class Knowledge {
  private final Table table;

  Knowledge(Table table) {
    this.table = table;
  }

  /** Every lease, for a lease store that is written anew. */
  public List<LeaseEvent.Held> leases() {
    List<LeaseEvent.Held> held = new ArrayList<>(table.leaseLimits.leases());
    for (AddressEntry addressEntry : table.addressEntries.all()) {
      for (Lease lease : addressEntry.leases) {
        held.add(
            new LeaseEvent.Held(
                lease.nameEntry.match.names(), addressEntry.address, lease.expires));
      }
    }
    return held;
  }

  /** What the plane carries for these addresses. */
  public Map<Address, Decision> carried(Set<Address> addresses) {
    Map<Address, Decision> carried = new HashMap<>();
    for (Address address : addresses) {
      carried.put(address, carried(address));
    }
    return carried;
  }

  private Decision carried(Address address) {
    return table
        .addressEntries
        .find(address)
        .map(addressEntry -> addressEntry.carried)
        .orElse(Decision.NONE);
  }

  /** Shows each address that the plane carries, and what for. */
  public void carried(BiConsumer<Address, Decision> visitor) {
    for (AddressEntry addressEntry : table.addressEntries.all()) {
      if (!addressEntry.carried.isNone()) {
        visitor.accept(addressEntry.address, addressEntry.carried);
      }
    }
  }

  /** What is decided for an address. */
  public Decision decide(Address address) {
    Decision carried = carried(address);
    return carried.isNone() ? table.policy.decide(table.policy.decisive(address)) : carried;
  }

  /** What is decided for an address, and why. */
  public Explanation explain(Address address) {
    return Explanation.of(table, address);
  }

  /**
   * The addresses that rules claim through names that differ, each with all claims on it.
   *
   * @param limit the most to explain; {@link Snapshot#conflicts} counts all
   */
  public List<Explanation> conflicts(int limit) {
    return table.addressEntries.all().stream()
        .filter(AddressEntry::isConflict)
        .map(addressEntry -> addressEntry.address)
        .sorted()
        .limit(limit)
        .map(this::explain)
        .toList();
  }

  /**
   * Whose the traffic is that goes to an address by a link: the strongest claim that may lead to
   * that link.
   */
  public Attribution attribute(Address address, String link) {
    List<Lease> leases =
        table.addressEntries.find(address).<List<Lease>>map(held -> held.leases).orElse(List.of());
    return Attribution.of(table.policy.decisive(address), leases, link);
  }

  /**
   * Whether an answer that leads to an address would teach nothing: the plane carries what the
   * rules that match say, or the address is one that is never learned.
   */
  public boolean isInForce(NameMatch match, Address address) {
    return match.isEmpty() || table.knows(match, address);
  }

  /**
   * The strongest claim to an address that may concern the connections of a client, whatever their
   * port.
   */
  public Claim decisive(Address address, Address client) {
    Claim best = table.policy.fallback();
    List<Claim> networks = table.policy.decisive(address);
    for (int i = 0; i < networks.size(); i++) {
      best = stronger(networks.get(i), best, client);
    }
    AddressEntry addressEntry = table.addressEntries.get(address);
    if (addressEntry != null) {
      for (int i = 0; i < addressEntry.leases.size(); i++) {
        best = stronger(addressEntry.leases.get(i).claim, best, client);
      }
    }
    return best;
  }

  /**
   * The strongest claim to an address that may concern a connection of a client.
   *
   * @param port the connection's; empty for protocols without ports
   */
  public Grounds grounds(Address address, Address client, Optional<PortRange> port) {
    Claim best = table.policy.fallback();
    for (Claim claim : table.policy.decisive(address)) {
      best = covers(claim, port) ? stronger(claim, best, client) : best;
    }
    String name = "";
    String other = "";
    for (Lease lease :
        table
            .addressEntries
            .find(address)
            .<List<Lease>>map(held -> held.leases)
            .orElse(List.of())) {
      other = lease.nameEntry.name();
      if (covers(lease.claim, port) && !stronger(lease.claim, best, client).equals(best)) {
        best = lease.claim;
        name = other;
      }
    }
    return new Grounds(best, name.isEmpty() ? other : name);
  }

  private static boolean covers(Claim claim, Optional<PortRange> port) {
    Scope scope = new Scope(claim.rule().scope().ports(), List.of());
    return scope.isAll()
        || port.map(asked -> new Inquiry(List.of(asked), List.of()).share(scope))
            .filter(Inquiry.Share.ALL::equals)
            .isPresent();
  }

  private Claim stronger(Claim claim, Claim best, Address client) {
    return claim.beats(best) && mayConcern(claim.rule().scope(), client) ? claim : best;
  }

  private boolean mayConcern(Scope scope, Address client) {
    if (scope.clients().isEmpty()) {
      return true;
    }
    Client from = new Client.From(Network.of(client));
    List<Client> known = isOwn(client) ? List.of(new Client.Self(), from) : List.of(from);
    return new Inquiry(List.of(), known).share(scope) != Inquiry.Share.NONE;
  }

  /** Whether an address is this host's own. */
  public boolean isOwn(Address address) {
    return AddressClass.of(address) == AddressClass.LOOPBACK || table.own().contains(address);
  }

  /** How many leases there are. */
  public int size() {
    return table.leaseLimits.leases();
  }

  /** The rules that match a name, the winner first. */
  public List<Claim> claims(String name) {
    List<String> names =
        table
            .naming(name)
            .map(nameEntry -> nameEntry.match.names())
            .orElse(List.of(DomainName.normalize(name)));
    return table.policy.claims(names).stream().sorted(Comparator.reverseOrder()).toList();
  }

  /** The addresses that are held because of a name. */
  public List<Address> addresses(String name) {
    return table
        .naming(name)
        .map(nameEntry -> nameEntry.leases.stream().map(lease -> lease.addressEntry.address))
        .orElse(Stream.empty())
        .distinct()
        .sorted()
        .toList();
  }
}
