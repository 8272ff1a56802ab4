package waymark.app.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Dependencies lead downward, between modules and between packages; each package has a page. */
class PackageArrowsTest {
  private static final SourceTree WAYMARK =
      new SourceTree(Path.of(System.getProperty("waymark.root", "../..")));
  private static final Map<String, List<String>> ALLOWED =
      Map.of(
          "app", List.of("edge", "core", "wire"),
          "edge", List.of("edge", "core", "wire"),
          "core", List.of("core"),
          "wire", List.of("wire"));

  @Test
  void modulesDependDownward() {
    List<String> violations = new ArrayList<>();
    WAYMARK
        .moduleDependencies()
        .needs()
        .forEach(
            (module, needed) ->
                needed.stream()
                    .filter(
                        other ->
                            !ALLOWED.getOrDefault(group(module), List.of()).contains(group(other)))
                    .forEach(other -> violations.add(module + " -> " + other)));
    assertThat(violations).isEmpty();
  }

  private static String group(String module) {
    return module.replaceFirst("/.*", "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"edge/kernel", "app/waymark"})
  void packagesDependDownward(String module) {
    Layers layers = Layers.parse(WAYMARK.page(module));
    DependencyGraph packages = WAYMARK.packageDependencies(module);
    assertThat(packages.needs()).hasSizeGreaterThan(8);
    assertThat(layers.violations(packages)).isEmpty();
  }

  @Test
  void everyPackageHasAPage() {
    assertThat(WAYMARK.packagesWithoutPage()).isEmpty();
  }

  @Test
  void anUpwardArrowIsFound(@TempDir Path folder) throws IOException {
    write(folder, "house/package-info.java", "/** 3 house   2 left right   1 floor */");
    write(folder, "house/floor/Board.java", "import waymark.house.left.Wall;");
    write(folder, "house/left/Wall.java", "import static waymark.house.right.Wall.HEIGHT;");
    write(folder, "house/right/Wall.java", "Object board = new waymark.house.floor.Board();");
    write(folder, "house/attic/Chest.java", "");
    SourceTree sources = new SourceTree(folder);
    assertThat(Layers.parse(sources.page("house")).violations(sources.packageDependencies("house")))
        .containsExactly("attic has no layer", "floor -> left", "left -> right");
  }

  private static void write(Path folder, String name, String text) throws IOException {
    Path file = folder.resolve("house/src/main/java/waymark", name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
