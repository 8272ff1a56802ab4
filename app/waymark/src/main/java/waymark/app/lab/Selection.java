package waymark.app.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The scenarios of a run.
 *
 * @param all whether those with policies of their own are among them
 * @param neighbours whether Waymark is tested beside other tools; then the usual ones are left out
 * @param trouble whether what goes wrong is shown; then the usual ones are left out, too
 * @param only text that titles must contain; empty: any
 * @param networks in the large policy
 * @param rounds how often that is applied, and how often the daemon restarts
 */
public record Selection(
    boolean all, boolean neighbours, boolean trouble, String only, int networks, int rounds) {
  List<Scenario> scenarios() {
    List<Scenario> chosen = new ArrayList<>();
    if (all) {
      chosen.addAll(Scenarios.all());
    } else if (!neighbours && !trouble) {
      chosen.addAll(Scenarios.usual());
    }
    if (neighbours) {
      chosen.addAll(Neighbours.all(networks, rounds));
    }
    if (trouble) {
      chosen.addAll(Trouble.all());
    }
    chosen.removeIf(
        scenario ->
            !scenario.title().toLowerCase(Locale.ROOT).contains(only.toLowerCase(Locale.ROOT)));
    if (chosen.isEmpty()) {
      throw new LabException("no scenario has '" + only + "' in its title");
    }
    return chosen;
  }
}
