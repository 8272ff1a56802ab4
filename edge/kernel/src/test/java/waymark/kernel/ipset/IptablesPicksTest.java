package waymark.kernel.ipset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import waymark.kernel.steering.Egress;
import waymark.kernel.steering.Verdict;

class IptablesPicksTest {
  private static final Pattern RULE =
      Pattern.compile(
          "(?:-m statistic --mode (?:nth --every (\\d+) --packet 0|random --probability (\\S+)) )?"
              + "-g (\\S+)");
  private static final Pattern NODE =
      Pattern.compile("-m cluster --cluster-local-node (\\d+) .*-g (\\S+)");

  private static List<Egress> slots(List<Integer> numbers) {
    List<Egress> slots = new ArrayList<>(List.of(new Egress.MainTable()));
    numbers.forEach(number -> slots.add(new Egress.ByInterface(number, "wg" + number)));
    return slots;
  }

  /** Each rule takes its part of what those before it have left. */
  private static Map<String, Double> parts(Verdict.Draw draw, List<Egress> slots) {
    Map<String, Double> parts = new HashMap<>();
    double left = 1;
    for (String text : IptablesPicks.of(new Verdict.Pick(draw, slots))) {
      Matcher rule = RULE.matcher(text);
      assertThat(rule.matches()).as(text).isTrue();
      double part = 1;
      if (rule.group(1) != null) {
        part = 1.0 / Integer.parseInt(rule.group(1));
      } else if (rule.group(2) != null) {
        part = Double.parseDouble(rule.group(2));
      }
      parts.merge(rule.group(3), left * part, Double::sum);
      left -= left * part;
    }
    assertThat(left).isZero();
    return parts;
  }

  @Property
  void everyLinkGetsTheShareOfItsSlots(
      @ForAll @Size(min = 1, max = 90) List<@IntRange(min = 2, max = 5) Integer> numbers) {
    List<Egress> slots = slots(numbers);
    for (Verdict.Draw draw : List.of(Verdict.Draw.IN_TURN, Verdict.Draw.BY_CHANCE)) {
      Map<String, Double> parts = parts(draw, slots);
      assertThat(parts).hasSize((int) slots.stream().distinct().count());
      for (Egress slot : slots) {
        double share = slots.stream().filter(slot::equals).count() / (double) slots.size();
        assertThat(parts.get(IptablesNames.name(slot)))
            .as(draw + "")
            .isCloseTo(share, within(1e-6));
      }
    }
  }

  @Property
  void everyNodeOfAClientIsASlot(
      @ForAll @Size(min = 1, max = 40) List<@IntRange(min = 2, max = 5) Integer> numbers) {
    List<Egress> slots = slots(numbers);
    List<String> rules = IptablesPicks.of(new Verdict.Pick(Verdict.Draw.BY_SOURCE, slots));
    List<String> nodes = new ArrayList<>();
    for (int node = 0; node < 32; node++) {
      nodes.add("WAYMARK_L_1");
    }
    for (String text : rules.subList(0, rules.size() - 1)) {
      Matcher rule = NODE.matcher(text);
      assertThat(rule.matches()).as(text).isTrue();
      nodes.set(Integer.parseInt(rule.group(1)) - 1, rule.group(2));
    }
    assertThat(rules.getLast()).isEqualTo("-g WAYMARK_L_1");
    for (int node = 0; node < 32; node++) {
      assertThat(nodes.get(node)).isEqualTo(IptablesNames.name(slots.get(node % slots.size())));
    }
  }
}
