package waymark.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static waymark.engine.World.ISP;
import static waymark.engine.World.VPN;
import static waymark.engine.World.rule;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import waymark.policy.Address;
import waymark.policy.Decision;
import waymark.policy.Rule;

class EventsTest {
  private static final Rule VIDEO = rule("video", VPN, 0, "video.example");
  private static final Rule OFFICE = rule("office", ISP, 5, "office.example", "198.19.0.0/16");

  /** What happened since the last time, a line each. */
  private static String happened(World world, long since) {
    return world.events.since(since, 100).entries().stream()
        .map(entry -> entry.number() + " " + text(entry.event()))
        .collect(Collectors.joining("\n"));
  }

  private static String text(Event event) {
    return switch (event) {
      case Event.Learned(var names, var address, var rule, var seconds) ->
          "learned " + address + " for " + rule + " by " + names + " for " + seconds + " s";
      case Event.Refused(var names, var address, var why) ->
          "refused " + address + " of " + names + ": " + why;
      case Event.Denied(var client, var address, _, _, var rule, _) ->
          "denied " + client + " " + address + " by " + rule;
      case Event.Ended(var name, var address, var rule) ->
          "ended " + address + " for " + rule + " by " + name;
      case Event.Moved(var address, _, var connections) ->
          "moved " + connections + " to " + address;
      case Event.Repaired(var what) -> "repaired " + what;
      case Event.LinkChanged(var link, var up, _) -> link + (up ? " up" : " down");
      case Event.PolicyReplaced(var links, var rules) ->
          "policy of " + links + " links, " + rules + " rules";
      case Event.Updated(var what) -> "updated " + what;
      case Event.Faulty(var what) -> "faulty " + what;
      case Event.Recovered(var what) -> "recovered " + what;
    };
  }

  @Test
  void aLeaseIsToldWhenItBeginsAndWhenItEnds() {
    World world = new World(VIDEO);
    world.see("198.18.0.1", 60, "www.video.example", "cdn.example");
    world.see("198.18.0.1", 60, "www.video.example", "cdn.example");
    world.see("198.18.0.2", 60, "other.example");
    world.pass(80);
    assertThat(happened(world, 0))
        .isEqualTo(
            """
            1 learned 198.18.0.1 for video by [www.video.example, cdn.example] for 60 s
            2 ended 198.18.0.1 for video by www.video.example\
            """);
  }

  @Test
  void refusalsAreToldOnceAMinute() {
    World world = new World(VIDEO);
    world.engine.own(Set.of(Address.parse("198.18.9.9")), List.of());
    for (int i = 0; i < 10; i++) {
      world.see("192.168.1.1", 60, "video.example");
    }
    world.see("198.18.9.9", 60, "video.example");
    world.pass(61);
    world.see("192.168.1.1", 60, "video.example");
    assertThat(happened(world, 0))
        .isEqualTo(
            """
            1 refused 192.168.1.1 of [video.example]: SPECIAL
            2 refused 198.18.9.9 of [video.example]: OWN
            3 refused 192.168.1.1 of [video.example]: SPECIAL\
            """);
  }

  @Test
  void repairsPoliciesAndWhatOthersTellAreInOrder() {
    World world = new World(VIDEO);
    world.engine.reinstall("the table");
    world.engine.replace(World.policy(VIDEO, OFFICE));
    world.engine.tell(new Event.LinkChanged("vpn", false, "no carrier"));
    world.engine.tell(new Event.Moved(Address.parse("198.18.0.1"), Decision.NONE, 3));
    assertThat(happened(world, 1))
        .isEqualTo(
            """
            2 policy of 2 links, 2 rules
            3 vpn down
            4 moved 3 to 198.18.0.1\
            """);
    world.engine.countRepair("an ip rule");
    world.engine.reinstall("the table");
    assertThat(world.engine.snapshot().repairs()).isEqualTo(3);
    assertThat(world.engine.snapshot().repaired())
        .isEqualTo(Map.of("the table", 2L, "an ip rule", 1L));
    assertThat(happened(world, 4)).isEqualTo("5 repaired an ip rule\n6 repaired the table");
  }

  @Test
  void aPlaneThatWasBrokenIsRepaired() {
    World world = new World(VIDEO);
    world.broken = true;
    world.see("198.18.0.1", 60, "video.example");
    assertThat(happened(world, 1)).isEmpty();
    world.broken = false;
    world.pass(2);
    assertThat(happened(world, 1)).isEqualTo("2 repaired what is decided");
  }

  @Test
  void onlyTheLastAreKeptAndAReaderHearsWhatItMissed() {
    World world = new World();
    EventRing ring = new EventRing(world, 10, 10);
    for (int i = 0; i < 25; i++) {
      ring.tell(new Event.Updated("list " + i));
    }
    EventRing.Reading all = ring.since(0, 100);
    assertThat(all.entries()).hasSize(10);
    assertThat(all.entries().getFirst().event()).isEqualTo(new Event.Updated("list 15"));
    assertThat(all.missed()).isEqualTo(15);
    assertThat(all.last()).isEqualTo(25);
    EventRing.Reading some = ring.since(20, 2);
    assertThat(some.entries()).extracting(EventRing.Entry::number).containsExactly(21L, 22L);
    assertThat(some.last()).isEqualTo(22);
    assertThat(some.missed()).isZero();
    assertThat(ring.since(25, 100)).isEqualTo(new EventRing.Reading(List.of(), 25, 0));
    // The daemon has been started anew since.
    assertThat(ring.since(1000, 100)).isEqualTo(new EventRing.Reading(List.of(), 25, 0));
  }

  @Test
  void thousandsOfLearnedAddressesPushOutNoChangeOfALink() {
    World world = new World();
    EventRing ring = new EventRing(world);
    Event down = new Event.LinkChanged("vpn", false, "its check failed: no answer");
    ring.tell(down);
    for (int i = 0; i < 3 * EventRing.CAPACITY; i++) {
      ring.tell(new Event.Ended("a.example", Address.parse("198.18.0.1"), "video"));
    }
    EventRing.Reading all = ring.since(0, Integer.MAX_VALUE);
    assertThat(all.entries().getFirst().event()).isEqualTo(down);
    assertThat(all.entries()).hasSize(EventRing.CAPACITY + 1);
    assertThat(all.missed()).isEqualTo(2 * EventRing.CAPACITY);
    assertThat(ring.since(0, 1).entries()).extracting(EventRing.Entry::number).containsExactly(1L);
    assertThat(ring.since(1, 1).missed()).isEqualTo(2 * EventRing.CAPACITY);
  }

  @Test
  void whatIsReadWhileItIsWrittenIsWholeAndInOrder() throws InterruptedException {
    World world = new World();
    EventRing ring = new EventRing(world, 64, 64);
    Thread writer =
        Thread.ofPlatform()
            .start(
                () -> {
                  for (int i = 1; i <= 100_000; i++) {
                    ring.tell(new Event.Updated(Integer.toString(i)));
                  }
                });
    long last = 0;
    long heard = 0;
    while (last < 100_000) {
      EventRing.Reading reading = ring.since(last, 50);
      long before = last;
      for (EventRing.Entry entry : reading.entries()) {
        assertThat(entry.number()).isGreaterThan(before);
        assertThat(entry.event()).isEqualTo(new Event.Updated(Long.toString(entry.number())));
        before = entry.number();
      }
      heard += reading.entries().size() + reading.missed();
      last = reading.last();
    }
    writer.join();
    assertThat(heard).isEqualTo(100_000);
  }

  @Test
  void conflictsAreExplained() {
    World world = new World(VIDEO, OFFICE);
    world.see("198.18.0.1", 60, "video.example");
    world.see("198.18.0.1", 60, "office.example");
    world.see("198.18.0.2", 60, "office.example");
    List<Explanation> conflicts = world.engine.knowledge().conflicts(10);
    assertThat(conflicts).hasSize(1);
    assertThat(conflicts.getFirst().address()).hasToString("198.18.0.1");
    assertThat(conflicts.getFirst().candidates())
        .extracting(candidate -> candidate.claim().rule().name())
        .containsExactly("office", "video", "default");
    assertThat(world.engine.knowledge().conflicts(0)).isEmpty();
  }

  @Test
  void trafficBelongsToTheStrongestRuleThatLeadsToItsLink() {
    World world = new World(VIDEO, OFFICE);
    world.see("198.18.0.1", 60, "video.example");
    world.see("198.18.0.1", 60, "office.example");
    assertThat(attributed(world, "198.18.0.1", "isp"))
        .isEqualTo(new Attribution("office", "office.example"));
    assertThat(attributed(world, "198.18.0.1", "vpn"))
        .isEqualTo(new Attribution("video", "video.example"));
    assertThat(attributed(world, "198.18.0.1", "direct")).isEqualTo(new Attribution("default", ""));
    assertThat(attributed(world, "198.18.0.1", "gone"))
        .isEqualTo(new Attribution("office", "office.example"));
    assertThat(attributed(world, "198.19.0.1", "isp")).isEqualTo(new Attribution("office", ""));
    assertThat(attributed(world, "198.18.0.9", "direct")).isEqualTo(new Attribution("default", ""));
  }

  private static Attribution attributed(World world, String address, String link) {
    return world.engine.knowledge().attribute(Address.parse(address), link);
  }
}
