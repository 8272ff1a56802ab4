package waymark.app.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LayoutTest {
  @Test
  void linesCrossOnlyWhereTheyMust() {
    Layout layout =
        Layout.of(
            rows(
                Map.of(
                    "a",
                    List.of("z"),
                    "b",
                    List.of("y"),
                    "c",
                    List.of("x"),
                    "x",
                    List.of(),
                    "y",
                    List.of(),
                    "z",
                    List.of()),
                Map.of("a", 2, "b", 2, "c", 2, "x", 1, "y", 1, "z", 1)));
    assertThat(layout.rows().crossings()).isZero();
  }

  @Test
  void aLinePastARowHasRoomBetweenItsBoxes() {
    Layout layout =
        Layout.of(
            rows(
                Map.of(
                    "top",
                    List.of("left", "right", "floor"),
                    "left",
                    List.of("floor"),
                    "right",
                    List.of("floor"),
                    "floor",
                    List.of()),
                Map.of("top", 3, "left", 2, "right", 2, "floor", 1)));
    List<Rows.Node> middle = layout.rows().rows().get(1);
    assertThat(middle).hasSize(3);
    for (int i = 1; i < middle.size(); i++) {
      Rows.Node before = middle.get(i - 1);
      assertThat(layout.left(middle.get(i)))
          .isGreaterThan(layout.left(before) + Layout.width(before));
    }
  }

  @Test
  void whatOthersImplyIsLeftOut() {
    DependencyGraph graph =
        DependencyGraph.of(Map.of("a", List.of("b", "c"), "b", List.of("c"), "c", List.of()));
    assertThat(graph.reduced())
        .isEqualTo(
            DependencyGraph.of(Map.of("a", List.of("b"), "b", List.of("c"), "c", List.of())));
  }

  private static Rows rows(Map<String, List<String>> needs, Map<String, Integer> layers) {
    return Rows.of(DependencyGraph.of(needs), new Layers(layers));
  }
}
