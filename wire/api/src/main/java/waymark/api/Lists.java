package waymark.api;

import java.util.List;

/** What rules take from lists and the country file: one row each. */
public record Lists(List<ListStatus> lists) {
  public Lists {
    lists = List.copyOf(lists);
  }
}
