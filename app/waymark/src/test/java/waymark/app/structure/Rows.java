package waymark.app.structure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The parts of a graph in rows, the highest layer first, and lines between neighbouring rows. Where
 * a line passes a row it has a bend, which takes up room in that row.
 */
record Rows(List<List<Node>> rows, List<Line> lines) {
  /** A part, or a bend of a line. */
  record Node(String name, int row, boolean isBend) {}

  /** From a node to a node of the next row. */
  record Line(Node from, Node to) {}

  /** The layers are numbered from 1; every line leads to a lower one. */
  static Rows of(DependencyGraph graph, Layers layers) {
    int top = graph.parts().stream().mapToInt(layers::of).max().orElse(0);
    List<List<Node>> rows = new ArrayList<>();
    for (int row = 0; row < top; row++) {
      rows.add(new ArrayList<>());
    }
    Map<String, Node> parts = new TreeMap<>();
    for (String name : graph.parts()) {
      Node part = new Node(name, top - layers.of(name), false);
      parts.put(name, part);
      rows.get(part.row()).add(part);
    }
    List<Line> lines = new ArrayList<>();
    for (Node part : parts.values()) {
      for (String needed : graph.neededBy(part.name())) {
        Node end = parts.get(needed);
        Node above = part;
        while (above.row() + 1 < end.row()) {
          Node bend = new Node(part.name() + " > " + needed, above.row() + 1, true);
          rows.get(bend.row()).add(bend);
          lines.add(new Line(above, bend));
          above = bend;
        }
        lines.add(new Line(above, end));
      }
    }
    return new Rows(rows, lines);
  }

  /** Pairs of lines between the same two rows that cross, when the nodes stand in this order. */
  int crossings() {
    int crossings = 0;
    for (Line line : lines) {
      for (Line other : lines) {
        if (line.from().row() == other.from().row()
            && place(line.from()) < place(other.from())
            && place(line.to()) > place(other.to())) {
          crossings++;
        }
      }
    }
    return crossings;
  }

  private int place(Node node) {
    return rows.get(node.row()).indexOf(node);
  }
}
