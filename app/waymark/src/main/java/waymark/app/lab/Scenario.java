package waymark.app.lab;

import java.util.List;

/** Something that Waymark must do as expected in the lab. */
interface Scenario {
  /** One or two words. */
  String title();

  /** The rules that it needs: items of the configuration, after those of earlier scenarios. */
  default List<String> rules() {
    return List.of();
  }

  /** Runs it while the router runs, and adds what happened to the report. */
  void play(Lab lab);
}
