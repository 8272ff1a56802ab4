package waymark.kernel.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import waymark.kernel.fixture.Policies;
import waymark.policy.Address;
import waymark.policy.Link;
import waymark.policy.Policy;
import waymark.policy.Rule;

class UnclaimedNamesTest {
  private static final Address ADDRESS = Address.parse("198.51.100.7");
  private static final Address ONE = Address.parse("10.0.0.1");

  private final UnclaimedNames names = new UnclaimedNames();

  @Test
  void theNameThatTheClientAskedForComesFirst() {
    Address two = clientOfAnotherBucket();
    names.put(ONE, ADDRESS, "one.example");
    names.put(two, ADDRESS, "two.example");
    assertThat(names.of(ONE, ADDRESS)).isEqualTo("one.example");
    assertThat(names.of(two, ADDRESS)).isEqualTo("two.example");
    assertThat(names.of(ONE, Address.parse("198.51.100.8"))).isEmpty();
  }

  /** One from whose bucket the names of {@link #ONE} are not found first. */
  private Address clientOfAnotherBucket() {
    for (int i = 2; i < 255; i++) {
      UnclaimedNames other = new UnclaimedNames();
      Address client = Address.parse("10.0.0." + i);
      other.put(ONE, ADDRESS, "one.example");
      other.put(client, ADDRESS, "two.example");
      if (other.of(ONE, ADDRESS).equals("one.example")) {
        return client;
      }
    }
    throw new AssertionError("all clients are in one bucket");
  }

  @Test
  void aClientThatAsksForMuchForgetsItsOwnNamesOnly() {
    Address two = clientOfAnotherBucket();
    names.put(two, ADDRESS, "two.example");
    names.put(ONE, ADDRESS, "one.example");
    for (int i = 0; i < 2 * UnclaimedNames.SHARE; i++) {
      names.put(ONE, Address.parse("203.0." + i / 256 + "." + i % 256), "n" + i + ".example");
    }
    assertThat(names.of(two, ADDRESS)).isEqualTo("two.example");
    assertThat(names.of(ONE, ADDRESS)).isEqualTo("two.example");
    assertThat(names.of(ONE, Address.parse("203.0.1.255"))).isEqualTo("n511.example");
  }

  @Test
  void theyAreWantedWhereAnAddressMayBeRefused() {
    Rule open = Policies.rule("open", Link.DIRECT, "198.51.100.0/24");
    assertThat(names.areWanted(Policies.policy(open))).isFalse();
    assertThat(names.areWanted(Policies.policy(Policies.rule("ads", Link.BLOCK, "ads.example"))))
        .isFalse();
    assertThat(
            names.areWanted(Policies.policy(Policies.rule("ads", Link.BLOCK, "198.51.100.0/24"))))
        .isTrue();
    assertThat(names.areWanted(Policy.compile(List.of(), List.of(open), List.of(Link.BLOCK))))
        .isTrue();
  }
}
