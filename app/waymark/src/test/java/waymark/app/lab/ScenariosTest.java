package waymark.app.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import waymark.app.config.Configuration;
import waymark.app.config.Loaded;

class ScenariosTest {
  @Test
  void rulesOfAllMakeOneConfiguration() {
    List<String> rules =
        Scenarios.all().stream().flatMap(scenario -> scenario.rules().stream()).toList();
    for (String mode : List.of("hold", "observe")) {
      Router router =
          new Router(
              new Launch(List.of("java", "waymark.app.Main")), "{ interface: wg-router", rules);
      Loaded loaded =
          Configuration.parse(Path.of("waymark.yaml"), router.configuration(mode), Map.of());
      assertThat(loaded).isInstanceOf(Configuration.class);
      assertThat(((Configuration) loaded).policy().rules()).hasSameSizeAs(rules);
    }
  }

  @Test
  void everyScenarioHasATitleOfItsOwn() {
    assertThat(new Selection(true, true, true, "", 100, 1).scenarios())
        .extracting(Scenario::title)
        .doesNotHaveDuplicates();
  }

  @Test
  void partsOfTitlesChooseScenarios() {
    assertThat(new Selection(true, true, true, "DOCK", 100, 1).scenarios())
        .extracting(Scenario::title)
        .containsExactly("Docker");
    assertThatThrownBy(() -> new Selection(false, false, false, "docker", 100, 1).scenarios())
        .isInstanceOf(LabException.class)
        .hasMessage("no scenario has 'docker' in its title");
  }
}
