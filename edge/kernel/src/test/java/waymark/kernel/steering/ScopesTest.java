package waymark.kernel.steering;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import waymark.kernel.model.InterfaceNames;
import waymark.policy.Client;
import waymark.policy.PortRange;
import waymark.policy.Scope;

class ScopesTest {
  private static final InterfaceNames NAMES =
      new InterfaceNames(Map.of("enp0s31f6-of-the-second-floor", "eth2", "office", "eth1"));

  private static Optional<List<Match>> matches(Scope scope, Family... families) {
    return Scopes.matches(scope, List.of(families), NAMES);
  }

  private static Scope scope(List<String> ports, String... clients) {
    return new Scope(
        ports.stream().map(PortRange::parse).toList(),
        Stream.of(clients).map(Client::parse).toList());
  }

  @Test
  void aScopeOfEverythingNeedsNoMatch() {
    assertThat(matches(Scope.ALL, Family.IPV4)).contains(List.of());
  }

  @Test
  void portsAreThoseOfTheDestination() {
    assertThat(matches(scope(List.of("443")), Family.IPV4))
        .contains(
            List.of(new Match.Ports(Match.Side.DESTINATION, List.of(PortRange.parse("443")))));
  }

  @Test
  void interfacesAreMatchedByTheirOwnNames() {
    assertThat(
            matches(
                scope(
                    List.of(),
                    "interface:enp0s31f6-of-the-second-floor",
                    "interface:eth1",
                    "interface:office"),
                Family.IPV4))
        .contains(
            List.of(new Match.Clients(List.of(new Client.By("eth2"), new Client.By("eth1")))));
  }

  @Test
  void noPacketComesByAnInterfaceThatCannotBeThere() {
    assertThat(matches(scope(List.of(), "interface:a-name-that-no-interface-has"), Family.IPV4))
        .isEmpty();
  }

  @Test
  void clientsOfAnotherFamilyAreLeftOut() {
    Scope scope = scope(List.of(), "10.0.0.0/8", "fd00::/8", "interface:lan");
    assertThat(matches(scope, Family.IPV4))
        .contains(
            List.of(
                new Match.Clients(
                    List.of(Client.parse("10.0.0.0/8"), Client.parse("interface:lan")))));
    assertThat(matches(scope, Family.IPV4, Family.IPV6))
        .contains(List.of(new Match.Clients(scope.clients())));
  }

  @Test
  void aScopeOfOneFamilysClientsIsNotAboutTheOther() {
    assertThat(matches(scope(List.of("443"), "10.0.0.0/8"), Family.IPV6)).isEmpty();
  }
}
