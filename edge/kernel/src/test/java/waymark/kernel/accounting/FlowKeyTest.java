package waymark.kernel.accounting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import waymark.kernel.fixture.TrackedConnection;
import waymark.policy.Address;

class FlowKeyTest {
  private static final Address SITE = Address.parse("198.18.0.7");
  private static final TrackedConnection ONE = TrackedConnection.to(SITE);

  private final FlowKey key = new FlowKey();

  @Test
  void aConnectionKeepsItsKeyWhateverItCarries() {
    assertThat(key.of(ONE.link(2).counts(1L, 2L, 3L, 4L).flow())).isEqualTo(key.of(ONE.flow()));
  }

  @Test
  void eachPartOfItsNameCounts() {
    Set<Long> keys = new HashSet<>();
    List<TrackedConnection> others =
        List.of(
            ONE,
            ONE.id(2),
            ONE.port(17, 443),
            ONE.port(6, 444),
            ONE.from(Address.parse("192.0.2.2")),
            TrackedConnection.to(Address.parse("198.18.0.8")),
            TrackedConnection.to(Address.parse("2001:2::7")),
            TrackedConnection.to(Address.parse("2001:2::8")));
    others.forEach(other -> keys.add(key.of(other.flow())));
    assertThat(keys).hasSameSizeAs(others);
  }

  @Test
  void aShortAddressAfterALongOneIsHashedByItself() {
    long alone = new FlowKey().of(ONE.flow());
    key.of(TrackedConnection.to(Address.parse("2001:2:ffff:ffff::7")).flow());
    assertThat(key.of(ONE.flow())).isEqualTo(alone);
  }

  @Test
  void itTellsTheDestination() {
    assertThat(key.destination(ONE.flow())).isEqualTo(SITE);
    Address ipv6 = Address.parse("2001:2::7");
    assertThat(key.destination(TrackedConnection.to(ipv6).flow())).isEqualTo(ipv6);
  }
}
