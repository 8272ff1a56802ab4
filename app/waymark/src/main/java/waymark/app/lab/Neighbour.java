package waymark.app.lab;

import java.util.List;

/**
 * Waymark beside another tool: the tool is there when Waymark starts, and then it is set up while
 * Waymark runs.
 *
 * @param title the tool's name
 * @param tool what sets it up and removes it
 * @param settings of Waymark beside links and rules that the tool requires; may be empty
 * @param more further traffic while both run
 */
record Neighbour(String title, Tool tool, String settings, More more) implements Scenario {
  /** Traffic that only one tool has. */
  interface More {
    More NONE = (_, _, _) -> {};

    void play(Lab lab, String scenario, String when);
  }

  static Neighbour of(String title, Tool tool) {
    return new Neighbour(title, tool, "", More.NONE);
  }

  Neighbour with(String settings) {
    return new Neighbour(title, tool, settings, more);
  }

  Neighbour with(More more) {
    return new Neighbour(title, tool, settings, more);
  }

  @Override
  public void play(Lab lab) {
    List<String> missing = tool.missing(lab.second());
    if (!missing.isEmpty()) {
      lab.add(OnPlane.notTried(title, missing));
      return;
    }
    lab.router().remove();
    tool.setUp(lab);
    lab.startRouterWith(lab.router().configuration("", settings, Steered.RULES));
    traffic(lab, "the tool was first");
    tool.remove(lab);
    tool.setUp(lab);
    traffic(lab, "Waymark was first");
    tool.remove(lab);
  }

  private void traffic(Lab lab, String when) {
    new Steered("forwarded", lab.client(), Browser.BY_IPV4).play(lab, title, when);
    new Steered("the router's own", lab.inRouter(), Browser.BY_IPV4).play(lab, title, when);
    more.play(lab, title, when);
  }
}
