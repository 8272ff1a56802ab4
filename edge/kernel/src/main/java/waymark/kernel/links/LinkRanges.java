package waymark.kernel.links;

import waymark.kernel.model.Marks;

/**
 * The numbers among which rules and routing tables of links are: those of now, and those of an
 * earlier start with other marks, whose rules and tables are to go.
 *
 * @param decided the table of decided routes, which is no link's
 */
public record LinkRanges(Marks marks, Marks former, int decided) {
  /** Whether a rule with this priority, if it is ours, is a link's. */
  boolean isPriority(long priority) {
    return marks.isPriority(priority)
        || (former.isPriority(priority) && priority != marks.lastPriority());
  }

  /** Whether a table with routes of ours is a link's. */
  boolean isTable(int table) {
    return table != decided && (marks.isTable(table) || former.isTable(table));
  }
}
