package waymark.kernel.accounting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import waymark.engine.Attribution;
import waymark.kernel.fixture.TrackedConnection;
import waymark.kernel.model.Marks;
import waymark.kernel.model.TrafficVolume;
import waymark.netlink.ConntrackFlow;
import waymark.policy.Address;

/** What connections carry is booked to addresses, links and rules. */
class AccountsTest {
  private static final int VPN = 2;
  private static final Address SITE = Address.parse("198.18.0.7");

  private final Accounts accounts = new Accounts(Marks.DEFAULT, 2);

  private static TrackedConnection connection(int id, String to) {
    return TrackedConnection.to(Address.parse(to)).id(id).link(VPN);
  }

  private static ConntrackFlow flow(int id, String to, long packets, long bytes) {
    return connection(id, to).counts(packets, bytes, 0L, 0L).flow();
  }

  private static ConntrackFlow flow(int id, String to, long packets, long bytes, int link) {
    return connection(id, to).link(link).counts(packets, bytes, 0L, 0L).flow();
  }

  /** One look at these connections. */
  private List<Account> look(ConntrackFlow... flows) {
    accounts.begin();
    List.of(flows).forEach(accounts::shown);
    List<Account> busy = accounts.end();
    busy.forEach(account -> Accounts.attribute(account, new Attribution("video", "a.example")));
    accounts.settle();
    return busy;
  }

  @Test
  void whatWasCarriedBeforeTheFirstLookIsNobodys() {
    look(flow(1, "198.18.0.7", 10, 1_000));
    assertThat(accounts.link(VPN).total).isEqualTo(TrafficVolume.NONE);
    look(flow(1, "198.18.0.7", 11, 1_500));
    assertThat(accounts.link(VPN).total).isEqualTo(new TrafficVolume(500, 0, 1, 0));
  }

  @Test
  void aLaterConnectionCountsWhole() {
    look();
    look(flow(1, "198.18.0.7", 10, 1_000));
    assertThat(accounts.ranked().getFirst().total).isEqualTo(new TrafficVolume(1_000, 0, 10, 0));
    assertThat(accounts.rules().get("video").total).isEqualTo(new TrafficVolume(1_000, 0, 10, 0));
  }

  @Test
  void theLastIsBetweenTwoLooks() {
    look();
    look(flow(1, "198.18.0.7", 1, 100), flow(2, "198.18.0.8", 1, 50));
    look(flow(1, "198.18.0.7", 3, 300), flow(2, "198.18.0.8", 1, 50));
    assertThat(accounts.link(VPN).last).isEqualTo(new TrafficVolume(200, 0, 2, 0));
    assertThat(accounts.link(VPN).total).isEqualTo(new TrafficVolume(350, 0, 4, 0));
  }

  @Test
  void aConnectionThatEndsBringsItsLast() {
    look();
    look(flow(1, "198.18.0.7", 1, 100));
    accounts.ended(flow(1, "198.18.0.7", 4, 400));
    look();
    assertThat(accounts.link(VPN).total).isEqualTo(new TrafficVolume(400, 0, 4, 0));
    assertThat(accounts.connections(VPN)).isZero();
  }

  /** The kernel tells the labels of a connection at its beginning and not at its end. */
  @Test
  void theLinkOfAShortConnectionIsKnownFromItsBeginning() {
    look();
    accounts.began(flow(1, "198.18.0.7", 0, 0));
    accounts.ended(flow(1, "198.18.0.7", 4, 400, 0));
    accounts.ended(flow(2, "198.18.0.7", 4, 400, 0));
    look();
    assertThat(accounts.link(VPN).total).isEqualTo(new TrafficVolume(400, 0, 4, 0));
  }

  @Test
  void connectionsWithoutALinkAreNotOurs() {
    look();
    look(TrackedConnection.to(SITE).counts(10L, 1_000L, 0L, 0L).flow());
    assertThat(accounts.ranked()).isEmpty();
  }

  @Test
  void openConnectionsAreCountedByLinkAndRule() {
    look();
    look(flow(1, "198.18.0.7", 1, 100), flow(2, "198.18.0.7", 1, 100));
    assertThat(accounts.connections(VPN)).isEqualTo(2);
    assertThat(accounts.rules().get("video").connections).isEqualTo(2);
  }

  @Test
  void anAddressIsAttributedWhenItIsNewOrBusy() {
    look();
    assertThat(look(flow(1, "198.18.0.7", 1, 100))).hasSize(1);
    assertThat(look(flow(1, "198.18.0.7", 1, 100))).isEmpty();
    assertThat(look(flow(1, "198.18.0.7", 2, 200))).hasSize(1);
  }

  @Test
  void theLeastBusyOfTooManyBecomeTheOthers() {
    look();
    look(
        flow(1, "198.18.0.1", 1, 100),
        flow(2, "198.18.0.2", 1, 300),
        flow(3, "198.18.0.3", 1, 200));
    assertThat(accounts.ranked().stream().map(account -> account.place.address().toString()))
        .containsExactly("198.18.0.2", "198.18.0.3");
    assertThat(accounts.other()).isEqualTo(new TrafficVolume(100, 0, 1, 0));
    assertThat(accounts.rules().get("video").total).isEqualTo(new TrafficVolume(600, 0, 3, 0));
  }

  @Test
  void whoWasDroppedAndIsBusyAgainHasAnAccountAgain() {
    look();
    look(
        flow(1, "198.18.0.1", 1, 100),
        flow(2, "198.18.0.2", 1, 300),
        flow(3, "198.18.0.3", 1, 200));
    look(flow(1, "198.18.0.1", 2, 9_100));
    assertThat(accounts.ranked().getFirst().total).isEqualTo(new TrafficVolume(9_000, 0, 1, 0));
    assertThat(accounts.link(VPN).total).isEqualTo(new TrafficVolume(9_600, 0, 4, 0));
  }
}
