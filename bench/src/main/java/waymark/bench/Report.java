package waymark.bench;

import java.util.List;

/**
 * What a measurement found, as Markdown.
 *
 * @param method what was done, and what the columns are
 * @param tables the figures
 * @param charts what the page shows besides
 */
record Report(String method, List<Table> tables, List<Chart> charts) {
  Report {
    tables = List.copyOf(tables);
    charts = List.copyOf(charts);
  }

  Report(String method, List<Table> tables) {
    this(method, tables, List.of());
  }

  /** Figures under a heading; the first row names the columns. */
  record Table(String title, List<List<String>> rows) {
    Table {
      rows = rows.stream().map(List::copyOf).toList();
    }
  }

  String markdown(String name, String machine) {
    StringBuilder text = new StringBuilder();
    text.append(method.strip()).append("\n\n");
    for (Table table : tables) {
      text.append("**").append(table.title()).append("**\n\n");
      for (int i = 0; i < table.rows().size(); i++) {
        line(text, table.rows().get(i));
        if (i == 0) {
          line(text, table.rows().getFirst().stream().map(_ -> "---").toList());
        }
      }
      text.append('\n');
    }
    text.append("`bench/run ").append(name).append("` · ").append(machine).append('\n');
    return text.toString();
  }

  private static void line(StringBuilder text, List<String> cells) {
    text.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }
}
