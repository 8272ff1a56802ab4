package waymark.kernel.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import waymark.policy.Address;

class TableChangeTest {
  private static List<TableChange.Element> elements(int first, int count) {
    return IntStream.range(first, first + count)
        .mapToObj(i -> new TableChange.Element("hosts4_2", Address.ofIpv4(0xc6120000 + i)))
        .toList();
  }

  @Test
  void addressesAddUp() {
    assertThat(TableChange.of(elements(0, 2)).and(TableChange.of(elements(1, 2))))
        .isEqualTo(TableChange.of(elements(0, 3)));
  }

  @Test
  void tooManyAddressesAreAllOfThem() {
    TableChange all = TableChange.of(KernelPart.SETS);
    assertThat(TableChange.of(elements(0, 1_001))).isEqualTo(all);
    assertThat(TableChange.of(elements(0, 600)).and(TableChange.of(elements(600, 600))))
        .isEqualTo(all);
  }

  @Test
  void rulesAreOfTheirChains() {
    TableChange chains = TableChange.of(KernelPart.CHAINS);
    TableChange rules = TableChange.of(KernelPart.RULES);
    assertThat(rules.and(chains)).isEqualTo(chains);
    assertThat(rules.and(rules)).isEqualTo(rules);
  }

  @Test
  void changesOfTwoKindsAreOfTheTable() {
    assertThat(TableChange.of(elements(0, 1)).and(TableChange.of(KernelPart.RULES)))
        .isEqualTo(TableChange.of(KernelPart.TABLE));
  }

  @Property
  void theOrderDoesNotMatter(@ForAll KernelPart one, @ForAll KernelPart two) {
    assertThat(TableChange.of(one).and(TableChange.of(two)))
        .isEqualTo(TableChange.of(two).and(TableChange.of(one)));
  }
}
