package waymark.kernel.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import waymark.kernel.model.Marks;
import waymark.kernel.steering.ChainId;
import waymark.kernel.steering.Draft;
import waymark.kernel.steering.Egress;
import waymark.kernel.steering.Hook;
import waymark.kernel.steering.Match;
import waymark.kernel.steering.Verdict;
import waymark.policy.PortRange;

class NftablesRulesTest {
  private static final Pattern ENTRY = Pattern.compile("(\\d+)(?:-(\\d+))? : goto (link_\\d+)");

  private static List<String> rules(Draft draft, String chain) {
    return NftablesRules.of(draft.steering(), Marks.DEFAULT).lines().stream()
        .filter(line -> line.startsWith("chain " + chain + ": "))
        .map(line -> line.substring(line.indexOf(": ") + 2))
        .toList();
  }

  @Property
  void everySlotOfADrawLeadsToItsLink(
      @ForAll @Size(min = 1, max = 40) List<@IntRange(min = 2, max = 5) Integer> numbers,
      @ForAll Verdict.Draw draw) {
    Draft draft = new Draft();
    List<Egress> slots = new ArrayList<>(List.of(new Egress.MainTable()));
    numbers.forEach(number -> slots.add(new Egress.ByInterface(number, "wg" + number)));
    slots.forEach(slot -> draft.add(slot, new Verdict.Decide(1)));
    draft.add(new Egress.ByGroup(0), new Verdict.Pick(draw, slots));
    List<String> rules = rules(draft, "group_0");
    assertThat(rules.getLast()).isEqualTo("goto link_1");
    // The hash of an address is another for each family.
    assertThat(rules).hasSize(draw == Verdict.Draw.BY_SOURCE ? 3 : 2);
    for (String rule : rules.subList(0, rules.size() - 1)) {
      assertThat(rule).contains("mod " + slots.size());
      List<String> drawn = new ArrayList<>();
      for (MatchResult entry : ENTRY.matcher(rule).results().toList()) {
        int first = Integer.parseInt(entry.group(1));
        int last = entry.group(2) == null ? first : Integer.parseInt(entry.group(2));
        assertThat(first).isEqualTo(drawn.size());
        for (int slot = first; slot <= last; slot++) {
          drawn.add(entry.group(3));
        }
      }
      List<String> wanted = new ArrayList<>(List.of("link_1"));
      numbers.forEach(number -> wanted.add("link_" + number));
      assertThat(drawn).isEqualTo(wanted);
    }
  }

  @Test
  void portsOfBothTransportsAreOneRuleAndOthersOneEach() {
    Map<String, List<String>> texts =
        Map.of(
            "53",
            List.of("meta l4proto { tcp, udp } th dport 53 return"),
            "tcp/25",
            List.of("tcp dport 25 return"),
            "udp/5000-6000",
            List.of("udp dport 5000-6000 return"));
    texts.forEach(
        (range, rules) -> assertThat(ports(PortRange.parse(range))).as(range).isEqualTo(rules));
    assertThat(ports(PortRange.parse("tcp/25"), PortRange.parse("5000-6000")))
        .containsExactly("tcp dport { 25, 5000-6000 } return", "udp dport 5000-6000 return");
  }

  private static List<String> ports(PortRange... ranges) {
    Draft draft = new Draft();
    ChainId chain = Hook.OUTPUT;
    draft.add(
        chain, Verdict.Plain.RETURN, new Match.Ports(Match.Side.DESTINATION, List.of(ranges)));
    return rules(draft, "output");
  }
}
