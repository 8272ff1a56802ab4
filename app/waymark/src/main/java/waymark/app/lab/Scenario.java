package waymark.app.lab;

import java.util.List;

/** Something that Waymark has to do right in the lab. */
interface Scenario {
  /** In a word or two. */
  String title();

  /** The rules that it needs: items of the configuration's list, after those of earlier ones. */
  default List<String> rules() {
    return List.of();
  }

  /** Plays it while the router runs, and writes what happened into the report. */
  void play(Lab lab);
}
