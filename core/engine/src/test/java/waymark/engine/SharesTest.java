package waymark.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import waymark.policy.Address;
import waymark.policy.Rule;

class SharesTest {
  private static final Rule VIDEO = World.rule("video", World.VPN, 0, "video.example");
  private static final int VICTIM = 1;
  private static final int FLOODER = 2;

  /** The share that is certain is a sixteenth of it: ten. */
  private static final int MOST = 160;

  private final World world = new World(new Limits(1_000, 64, MOST, 1_000), VIDEO);
  private int flooded;

  @Test
  void aClientThatFillsARuleLosesItsOwn() {
    victims(5, VICTIM);
    world.pass(1);
    for (int i = 0; i < 10 * MOST; i++) {
      flood(1, FLOODER);
      world.pass(i % 100 == 0 ? 6 : 0);
    }
    assertThat(victims()).isEqualTo(5);
    assertThat(leases()).isLessThanOrEqualTo(MOST);
    world.pass(6);
    assertThat(world.ask(VICTIM, "198.18.0.99", 3600, "new.video.example"))
        .isEqualTo(Learned.PENDING);
    assertThat(victims()).isEqualTo(5);
  }

  @Test
  void whoHasLittleFindsRoomEvenWhenTheFloodIsNewerThanTheLastScan() {
    victims(5, VICTIM);
    world.pass(6);
    flood(10 * MOST, FLOODER);
    assertThat(leases()).isEqualTo(MOST);
    assertThat(flood(1, FLOODER)).isEqualTo(Learned.FULL);
    assertThat(world.ask(VICTIM, "198.18.0.99", 3600, "new.video.example"))
        .isEqualTo(Learned.PENDING);
    assertThat(victims()).isEqualTo(5);
  }

  @Test
  void whoHasLittleFindsRoomEvenWhenTheFloodIsInUse() {
    victims(5, VICTIM);
    flood(MOST - 5, FLOODER);
    world.connections.addAll(world.kernel.keySet());
    world.pass(6);
    assertThat(flood(1, FLOODER)).isEqualTo(Learned.FULL);
    assertThat(world.ask(VICTIM, "198.18.0.99", 3600, "new.video.example"))
        .isEqualTo(Learned.PENDING);
    assertThat(victims()).isEqualTo(5);
  }

  @Test
  void whatIsInUseStaysWhileAnythingIsIdle() {
    victims(9, VICTIM);
    flood(MOST - 9, FLOODER);
    Set<Address> all = Set.copyOf(world.kernel.keySet());
    world.connections.addAll(all);
    world.connections.remove(Address.parse("198.18.0.1"));
    world.pass(6);
    assertThat(world.ask(3, "198.18.0.99", 3600, "new.video.example")).isEqualTo(Learned.PENDING);
    assertThat(world.kernel.keySet())
        .containsAll(world.connections)
        .doesNotContain(Address.parse("198.18.0.1"));
  }

  @Test
  void manyClientsLoseNothingThatIsInUse() {
    victims(10, VICTIM);
    for (int client = 2; leases() < MOST; client++) {
      flood(10, client);
    }
    world.connections.addAll(world.kernel.keySet());
    world.pass(6);
    assertThat(flood(1, 1000)).isEqualTo(Learned.FULL);
    assertThat(victims()).isEqualTo(10);
  }

  @Test
  void whatTheHostsResolverAsksForBelongsToTheClientThatIsAnswered() {
    victims(5, Engine.NO_CLIENT);
    victims(5, VICTIM);
    for (int i = 0; i < 10 * MOST; i++) {
      flood(1, Engine.NO_CLIENT);
      flooded--;
      flood(1, FLOODER);
      world.pass(i % 100 == 0 ? 6 : 0);
    }
    assertThat(victims()).isEqualTo(5);
  }

  @Test
  void anAddressThatTheFlooderAskedForFirstIsTheVictimsWhenItAsks() {
    victims(5, FLOODER);
    flood(100, FLOODER);
    victims(5, VICTIM);
    world.pass(6);
    for (int i = 0; i < 10 * MOST; i++) {
      flood(1, FLOODER);
      world.pass(i % 100 == 0 ? 6 : 0);
    }
    assertThat(victims()).isEqualTo(5);
  }

  @Test
  void theLimitOfAllRulesIsSharedToo() {
    Rule other = World.rule("other", World.ISP, 0, "other.example");
    World small = new World(new Limits(1_000, 64, MOST, MOST), VIDEO, other);
    small.ask(VICTIM, "198.18.0.1", 3600, "a.other.example");
    small.pass(6);
    for (int i = 0; i < 10 * MOST; i++) {
      small.ask(FLOODER, "198.19." + i / 200 + "." + i % 200, 3600, "n" + i + ".video.example");
      small.pass(i % 100 == 0 ? 6 : 0);
    }
    assertThat(small.kernel).containsKey(Address.parse("198.18.0.1"));
    assertThat(small.engine.snapshot().leases()).isLessThanOrEqualTo(MOST);
  }

  @Test
  void sharesOutliveAnotherPolicy() {
    victims(5, VICTIM);
    world.pass(6);
    flood(100, FLOODER);
    world.engine.replace(World.policy(World.rule("video", World.ISP, 0, "video.example")));
    for (int i = 0; i < 10 * MOST; i++) {
      flood(1, FLOODER);
      world.pass(i % 100 == 0 ? 6 : 0);
    }
    assertThat(victims()).isEqualTo(5);
  }

  @Test
  void itIsToldOnce() {
    flood(MOST, FLOODER);
    for (int i = 0; i < 10; i++) {
      world.pass(6);
      flood(MOST, FLOODER);
    }
    assertThat(world.events.since(0, 100_000).entries().stream().map(EventRing.Entry::event))
        .filteredOn(Event.Faulty.class::isInstance)
        .hasSize(1);
    assertThat(world.engine.snapshot().evicted()).isPositive();
  }

  private void victims(int count, int client) {
    for (int i = 1; i <= count; i++) {
      world.ask(client, "198.18.0." + i, 3600, "v" + i + ".video.example");
    }
  }

  private long victims() {
    return world.kernel.keySet().stream()
            .map(Address::toString)
            .filter(address -> address.matches("198\\.18\\.0\\.\\d"))
            .count()
        + (world.kernel.containsKey(Address.parse("198.18.0.10")) ? 1 : 0);
  }

  private Learned flood(int count, int client) {
    Learned last = Learned.UNCONCERNED;
    for (int i = 0; i < count; i++) {
      int n = flooded++;
      String address = "198.19." + n / 200 + "." + n % 200;
      last = world.ask(client, address, 3600, "n" + n + ".video.example");
    }
    return last;
  }

  private int leases() {
    return world.engine.snapshot().leases();
  }
}
