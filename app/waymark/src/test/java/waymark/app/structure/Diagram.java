package waymark.app.structure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Draws the modules, and the packages of those that have several; {@code build/diagram} runs it.
 */
final class Diagram {
  private static final String STYLE =
      """

      text { font: 14px sans-serif; fill: #24292f }
      .name { text-anchor: middle }
      .title { font-weight: bold; font-size: 15px }
      .note { fill: #57606a; font-size: 13px }
      .page { fill: white }
      .line { fill: none; stroke: #8c959f; stroke-width: 1.3 }
      marker path { fill: #8c959f }
      rect { stroke-width: 1.3 }
      .app { fill: #ddf4ff; stroke: #54aeff }
      .edge { fill: #dafbe1; stroke: #4ac26b }
      .core { fill: #fff8c5; stroke: #d4a72c }
      .wire { fill: #fbefff; stroke: #c297ff }
      """;
  private static final String NOTE =
      "A line leads to what is needed; lines that others imply are left out.";
  private static final int MARGIN = 24;
  private static final int TITLE = 24;

  private final SourceTree sources;

  Diagram(SourceTree sources) {
    this.sources = sources;
  }

  /** Writes it where {@code CONTRIBUTING.md} shows it: {@code Diagram.java REPOSITORY}. */
  static void main(String[] arguments) throws IOException {
    Path root = Path.of(arguments[0]);
    Files.writeString(file(root), new Diagram(new SourceTree(root)).svg());
  }

  static Path file(Path root) {
    return root.resolve("docs/packages.svg");
  }

  String svg() {
    DependencyGraph moduleGraph = sources.moduleDependencies();
    Layout modules = Layout.of(Rows.of(moduleGraph.reduced(), rows(moduleGraph)));
    Layout app = packages("app/waymark");
    Layout kernel = packages("edge/kernel");
    int second = MARGIN + (int) app.width() + 2 * MARGIN;
    int below = TITLE + MARGIN + Drawing.height(modules) + 2 * MARGIN;
    int width = (int) Math.max(modules.width() + 2 * MARGIN, second + kernel.width() + MARGIN);
    int depth = Math.max(Drawing.height(app), Drawing.height(kernel));
    Drawing drawing = new Drawing(width, below + TITLE + depth + MARGIN, STYLE);
    drawing.text(MARGIN, MARGIN, "title", "Modules");
    drawing.text(MARGIN + 90, MARGIN, "note", NOTE);
    drawing.layout(MARGIN, MARGIN + TITLE, modules, name -> name.replaceFirst("/.*", ""));
    drawing.text(MARGIN, below, "title", "Packages of app/waymark");
    drawing.layout(MARGIN, below + TITLE, app, _ -> "app");
    drawing.text(second, below, "title", "Packages of edge/kernel");
    drawing.layout(second, below + TITLE, kernel, _ -> "edge");
    return drawing.svg();
  }

  private Layout packages(String module) {
    return Layout.of(
        Rows.of(sources.packageDependencies(module).reduced(), Layers.parse(sources.page(module))));
  }

  /** App above edge, edge above core and wire; within each, what is needed stands lower. */
  private static Layers rows(DependencyGraph modules) {
    Map<String, Integer> rows = new TreeMap<>();
    for (String module : modules.parts()) {
      rows.put(module, row(module, modules));
    }
    return new Layers(rows);
  }

  private static int row(String module, DependencyGraph modules) {
    int above =
        modules.neededBy(module).stream()
            .mapToInt(other -> row(other, modules) + 1)
            .max()
            .orElse(1);
    return module.startsWith("edge/") ? Math.max(above, 3) : above;
  }
}
