package waymark.kernel.plane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import waymark.policy.EgressPath;
import waymark.policy.Group;
import waymark.policy.Link;
import waymark.policy.Masquerade;
import waymark.policy.Strategy;

/** How groups spread connections over their links. */
class LinkSharesTest {
  private static final Link ONE = link("one", 1);
  private static final Link TWO = link("two", 1);
  private static final Link THREE = link("three", 2);
  private static final Predicate<Link> ALL = link -> true;

  private static Link link(String name, int weight) {
    return new Link(
        name, new EgressPath.Interface("wg-" + name, List.of()), weight, Masquerade.AUTO);
  }

  private static Group group(Strategy strategy, Link... links) {
    return new Group("all", List.of(links), strategy);
  }

  private static int of(Link link, List<Link> slots) {
    return Collections.frequency(slots, link);
  }

  @ParameterizedTest
  @EnumSource
  void aGroupWithoutALinkThatIsUpHasNoSlots(Strategy strategy) {
    assertThat(LinkShares.NONE.slots(group(strategy, ONE, TWO), link -> false)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void theOnlyLinkThatIsUpHasEverySlot(Strategy strategy) {
    assertThat(LinkShares.NONE.slots(group(strategy, ONE, TWO), TWO::equals)).containsOnly(TWO);
  }

  @Property
  void slotsAreSharedByWeight(
      @ForAll @Size(min = 2, max = 6) List<@IntRange(min = 1, max = 30) Integer> weights) {
    List<Link> links = new ArrayList<>();
    weights.forEach(weight -> links.add(link("l" + links.size(), weight)));
    List<Link> slots = LinkShares.NONE.slots(new Group("all", links, Strategy.ROUND_ROBIN), ALL);
    Link first = links.getFirst();
    for (Link link : links) {
      assertThat(of(link, slots) * first.weight()).isEqualTo(of(first, slots) * link.weight());
    }
  }

  @Test
  void noLinkWaitsLong() {
    assertThat(LinkShares.NONE.slots(group(Strategy.ROUND_ROBIN, ONE, TWO, THREE), ALL))
        .containsExactly(THREE, ONE, TWO, THREE);
  }

  @Test
  void hugeWeightsGetAThousandSlotsAndSmallOnesAtLeastOne() {
    Link huge = link("huge", 997);
    Link large = link("large", 991);
    List<Link> slots = LinkShares.NONE.slots(group(Strategy.RANDOM, huge, large, ONE), ALL);
    assertThat(of(huge, slots)).isEqualTo(501);
    assertThat(of(large, slots)).isEqualTo(498);
    assertThat(of(ONE, slots)).isEqualTo(1);
  }

  @Test
  void theFastestLinkHasEverySlot() {
    LinkShares shares = new LinkShares(Map.of("all", "two"), Map.of());
    assertThat(shares.slots(group(Strategy.FASTEST, ONE, TWO), ALL)).containsExactly(TWO);
    assertThat(shares.slots(group(Strategy.FASTEST, ONE, TWO, THREE), link -> link != TWO))
        .containsExactly(ONE);
  }

  @Test
  void aLinkBecomesTheFastestOnlyWhenItIsFasterByAFifth() {
    List<Group> groups = List.of(group(Strategy.FASTEST, ONE, TWO));
    LinkShares one = LinkShares.NONE.measured(groups, Map.of("one", 100L, "two", 200L), ALL);
    assertThat(one.fastest()).isEqualTo(Map.of("all", "one"));
    assertThat(one.measured(groups, Map.of("one", 100L, "two", 81L), ALL).fastest())
        .isEqualTo(Map.of("all", "one"));
    assertThat(one.measured(groups, Map.of("one", 100L, "two", 79L), ALL).fastest())
        .isEqualTo(Map.of("all", "two"));
    assertThat(one.measured(groups, Map.of("one", 100L, "two", 300L), TWO::equals).fastest())
        .isEqualTo(Map.of("all", "two"));
  }

  @Test
  void nobodyIsTheFastestBeforeAnythingWasMeasured() {
    assertThat(LinkShares.NONE.measured(List.of(group(Strategy.FASTEST, ONE, TWO)), Map.of(), ALL))
        .isEqualTo(LinkShares.NONE);
  }

  @Test
  void whoHasFewConnectionsGetsMore() {
    Group group = group(Strategy.LEAST_CONNECTIONS, ONE, TWO);
    List<Link> even = LinkShares.NONE.slots(group, ALL);
    assertThat(of(ONE, even)).isEqualTo(of(TWO, even));
    List<Link> slots = LinkShares.NONE.counted(Map.of("one", 20, "two", 10)).slots(group, ALL);
    assertThat(of(TWO, slots)).isGreaterThan(2 * of(ONE, slots));
    List<Link> crowded = LinkShares.NONE.counted(Map.of("one", 100_000)).slots(group, ALL);
    assertThat(of(ONE, crowded)).isEqualTo(1);
  }

  @Test
  void connectionsAreCountedAgainstTheWeight() {
    Group group = group(Strategy.LEAST_CONNECTIONS, ONE, THREE);
    List<Link> slots = LinkShares.NONE.counted(Map.of("one", 9, "three", 19)).slots(group, ALL);
    assertThat(of(ONE, slots)).isEqualTo(of(THREE, slots));
  }

  @Test
  void clientsStayWithTheirLinkWhileAnotherIsDown() {
    Group group = group(Strategy.STICKY, ONE, TWO, THREE);
    List<Link> all = LinkShares.NONE.slots(group, ALL);
    List<Link> without = LinkShares.NONE.slots(group, link -> link != TWO);
    assertThat(without).hasSameSizeAs(all).doesNotContain(TWO);
    for (int slot = 0; slot < all.size(); slot++) {
      if (all.get(slot) != TWO) {
        assertThat(without.get(slot)).isEqualTo(all.get(slot));
      }
    }
    int lentToOne = of(ONE, without) - of(ONE, all);
    int lentToThree = of(THREE, without) - of(THREE, all);
    assertThat(lentToThree).isBetween(2 * lentToOne - 2, 2 * lentToOne + 2);
  }
}
