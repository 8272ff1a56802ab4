package waymark.app.structure;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import waymark.app.structure.Rows.Line;
import waymark.app.structure.Rows.Node;

/** The order of each row and the middle of each node, in pixels from the left edge. */
record Layout(Rows rows, Map<Node, Double> middles) {
  private static final int TRIALS = 40;
  private static final int SWEEPS = 24;
  private static final int GAP = 24;
  private static final int LETTER = 8;

  /** The best of many beginnings, the same ones each time: few crossings, then steep lines. */
  static Layout of(Rows rows) {
    Random random = new Random(1);
    return Stream.generate(() -> improved(rows, random))
        .limit(TRIALS)
        .min(
            Comparator.comparingInt((Layout layout) -> layout.rows.crossings())
                .thenComparingDouble(Layout::slant))
        .orElseThrow();
  }

  /** Begins with any order, then moves each node towards those that it has lines with. */
  private static Layout improved(Rows rows, Random random) {
    List<List<Node>> order = new ArrayList<>();
    Map<Node, Double> middles = new HashMap<>();
    for (List<Node> row : rows.rows()) {
      List<Node> shuffled = new ArrayList<>(row);
      Collections.shuffle(shuffled, random);
      shuffled.forEach(node -> middles.put(node, 100.0 * shuffled.indexOf(node)));
      order.add(shuffled);
    }
    Layout layout = new Layout(new Rows(order, rows.lines()), middles);
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      for (List<Node> row : sweep % 2 == 0 ? order : order.reversed()) {
        Map<Node, Double> aims = new HashMap<>();
        row.forEach(node -> aims.put(node, layout.amongNeighbours(node)));
        if (sweep < SWEEPS / 2) {
          row.sort(Comparator.comparingDouble(aims::get));
        }
        spread(row, aims, middles);
      }
    }
    double left = order.stream().flatMap(List::stream).mapToDouble(layout::left).min().orElse(0);
    middles.replaceAll((_, middle) -> middle - left);
    return layout;
  }

  /** Between the nodes that it has lines with; bends hold together, so that lines are straight. */
  private double amongNeighbours(Node node) {
    double sum = 0;
    double weights = 0;
    for (Line line : rows.lines()) {
      if (line.from().equals(node) || line.to().equals(node)) {
        Node other = line.from().equals(node) ? line.to() : line.from();
        double weight = node.isBend() && other.isBend() ? 8 : 1;
        sum += weight * middle(other);
        weights += weight;
      }
    }
    return weights == 0 ? middle(node) : sum / weights;
  }

  /** As near to the aims as is possible without overlaps (pool adjacent violators). */
  private static void spread(List<Node> row, Map<Node, Double> aims, Map<Node, Double> middles) {
    Map<Node, Double> offsets = new HashMap<>();
    Deque<List<Node>> blocks = new ArrayDeque<>();
    double offset = 0;
    for (Node node : row) {
      offset += width(node) / 2.0;
      offsets.put(node, offset);
      offset += width(node) / 2.0 + GAP;
      List<Node> block = new ArrayList<>(List.of(node));
      while (!blocks.isEmpty()
          && start(blocks.getLast(), aims, offsets) > start(block, aims, offsets)) {
        block.addAll(0, blocks.removeLast());
      }
      blocks.addLast(block);
    }
    for (List<Node> block : blocks) {
      double start = start(block, aims, offsets);
      block.forEach(node -> middles.put(node, start + offsets.get(node)));
    }
  }

  /** Where the row would begin for the block by itself; bends yield less than parts. */
  private static double start(List<Node> block, Map<Node, Double> aims, Map<Node, Double> offsets) {
    double sum = 0;
    double weights = 0;
    for (Node node : block) {
      double weight = node.isBend() ? 8 : 1;
      sum += weight * (aims.get(node) - offsets.get(node));
      weights += weight;
    }
    return sum / weights;
  }

  private double slant() {
    return rows.lines().stream()
        .mapToDouble(line -> Math.abs(middle(line.from()) - middle(line.to())))
        .sum();
  }

  static int width(Node node) {
    return node.isBend() ? LETTER : LETTER * node.name().length() + 4 * LETTER;
  }

  double middle(Node node) {
    return middles.get(node);
  }

  double left(Node node) {
    return middle(node) - width(node) / 2.0;
  }

  double width() {
    return middles.keySet().stream().mapToDouble(node -> left(node) + width(node)).max().orElse(0);
  }
}
