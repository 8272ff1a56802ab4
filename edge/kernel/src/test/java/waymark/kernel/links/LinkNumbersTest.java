package waymark.kernel.links;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import waymark.kernel.fixture.Policies;
import waymark.kernel.model.Marks;
import waymark.policy.Decision;
import waymark.policy.Group;
import waymark.policy.Link;
import waymark.policy.Policy;
import waymark.policy.Strategy;

class LinkNumbersTest {
  /** Three bits: the numbers 1 to 7, of which direct has the first. */
  private static final Marks SEVEN = new Marks(0x70, 7000, 7000);

  private static Link link(int number) {
    return Policies.link("link" + number, "eth" + number);
  }

  private static LinkNumbers of(List<Link> links, Map<String, String> kept) {
    return LinkNumbers.of(links, kept, SEVEN);
  }

  @Test
  void aLinkThatLeavesByAnotherInterfaceIsGone() {
    UnaryOperator<String> primary = name -> name.equals("office") ? "eth1" : name;
    Policy before = policy(Policies.link("a", "eth1"), Policies.link("b", "eth2"));
    LinkNumbers numbers = of(before.links(), Map.of());
    assertThat(numbers.gone(before, before, primary)).isEmpty();
    Policy renamed = policy(Policies.link("a", "office"), Policies.link("b", "eth2"));
    assertThat(numbers.gone(before, renamed, primary)).isEmpty();
    Policy moved = policy(Policies.link("a", "eth1"), Policies.link("b", "eth3"));
    assertThat(numbers.gone(before, moved, primary)).containsExactly(3);
    assertThat(numbers.gone(before, policy(Policies.link("b", "eth2")), primary))
        .containsExactly(2);
  }

  private static Policy policy(Link... links) {
    return Policies.policy(List.of(links));
  }

  @Test
  void directAndBlockHaveTheirs() {
    LinkNumbers numbers = of(List.of(Link.BLOCK, Link.DIRECT, link(1)), Map.of());
    assertThat(numbers.of(Link.DIRECT)).isEqualTo(1);
    assertThat(numbers.of(Link.BLOCK)).isZero();
    assertThat(numbers.of(link(1))).isEqualTo(2);
    assertThat(numbers.target(Decision.of(List.of(link(1), Link.DIRECT, Link.BLOCK))))
        .isEqualTo("2_1_0");
  }

  @Test
  void groupsThatDifferByTheirNamesAloneAreNotTheSame() {
    LinkNumbers numbers = of(List.of(link(1), link(2)), Map.of());
    List<Link> links = List.of(link(1), link(2));
    Group one = new Group("one", links, Strategy.RANDOM);
    Group other = new Group("other", links, Strategy.RANDOM);
    assertThat(numbers.target(Decision.of(List.of(one))))
        .isNotEqualTo(numbers.target(Decision.of(List.of(other))))
        .isEqualTo(numbers.target(Decision.of(List.of(new Group("one", links, Strategy.RANDOM)))));
  }

  @Test
  void aLinkThatIsGoneLeavesItsNumberFreeOnlyWhenNoOtherIs() {
    Map<String, String> kept = Map.of();
    for (int number = 1; number <= 6; number++) {
      LinkNumbers numbers = of(List.of(link(number)), kept);
      assertThat(numbers.of(link(number))).isEqualTo(number + 1);
      kept = numbers.kept();
    }
    LinkNumbers numbers = of(List.of(link(1), link(2), link(9)), kept);
    assertThat(numbers.of(link(1))).isEqualTo(2);
    assertThat(numbers.of(link(2))).isEqualTo(3);
    assertThat(numbers.of(link(9))).isEqualTo(4);
    assertThatIllegalArgumentException().isThrownBy(() -> numbers.of(link(3)));
  }

  @Test
  void moreLinksThanNumbersAreRefused() {
    List<Link> links = new ArrayList<>();
    for (int number = 1; number <= 7; number++) {
      links.add(link(number));
    }
    assertThat(of(links.subList(0, 6), Map.of()).of(link(6))).isEqualTo(7);
    assertThatIllegalArgumentException().isThrownBy(() -> of(links, Map.of()));
  }

  @Test
  void aNumberThatTheMarksNoLongerHaveIsGivenAnew() {
    LinkNumbers numbers = of(List.of(link(1)), Map.of("link1", "200", "link2", "2"));
    assertThat(numbers.of(link(1))).isEqualTo(3);
  }

  /** Policies come and go; at no time do two links share a number, and who stays keeps theirs. */
  @Property
  void numbersAreStableAndDistinct(
      @ForAll List<@Size(max = 6) Set<@IntRange(min = 1, max = 12) Integer>> policies) {
    Map<String, String> kept = Map.of();
    Map<Integer, Integer> before = new HashMap<>();
    Set<Integer> everGiven = new HashSet<>();
    for (Set<Integer> policy : policies) {
      LinkNumbers numbers = of(policy.stream().map(LinkNumbersTest::link).toList(), kept);
      Map<Integer, Integer> now = new HashMap<>();
      for (int link : policy) {
        now.put(link, numbers.of(link(link)));
      }
      assertThat(new HashSet<>(now.values())).hasSize(now.size()).doesNotContain(0, 1);
      now.forEach(
          (link, number) -> {
            if (before.containsKey(link)) {
              assertThat(number).isEqualTo(before.get(link));
            } else if (!kept(numbers, link).equals(Integer.toString(number))) {
              throw new AssertionError("not kept");
            }
          });
      before.clear();
      before.putAll(now);
      kept = numbers.kept();
      everGiven.addAll(now.values());
      if (everGiven.size() < 6) {
        // While numbers are free that nobody had, no link loses its own.
        assertThat(kept).hasSize(everGiven.size() + 1);
      }
    }
  }

  private static String kept(LinkNumbers numbers, int link) {
    return numbers.kept().getOrDefault("link" + link, "");
  }
}
