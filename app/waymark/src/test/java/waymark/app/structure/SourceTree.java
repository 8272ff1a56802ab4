package waymark.app.structure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The repository's sources: modules, packages, and the names of others in them. */
record SourceTree(Path root) {
  private static final String SOURCES = "src/main/java";
  private static final Pattern TYPE =
      Pattern.compile("(?<![\\w.])(waymark(?:\\.[a-z]\\w*)+)\\.[A-Z*]");
  private static final Pattern REQUIRES = Pattern.compile("requires [a-z ]*waymark\\.(\\w+);");
  private static final Pattern MODULE = Pattern.compile("\nmodule waymark\\.(\\w+) ");

  /** The folders of the modules, like {@code core/policy}. */
  List<String> modules() {
    return files(root, 6)
        .filter(file -> file.endsWith(Path.of(SOURCES, "module-info.java")))
        .map(file -> root.relativize(file).toString().replaceFirst("/src/.*", ""))
        .toList();
  }

  /** What each module requires; {@code bench}, which measures the program, is left out. */
  DependencyGraph moduleDependencies() {
    TreeMap<String, String> folders = new TreeMap<>();
    for (String module : modules()) {
      names(MODULE, descriptor(module)).forEach(name -> folders.put(name, module));
    }
    folders.remove("bench");
    TreeMap<String, List<String>> needs = new TreeMap<>();
    folders.forEach(
        (_, module) ->
            needs.put(
                module, names(REQUIRES, descriptor(module)).stream().map(folders::get).toList()));
    return DependencyGraph.of(needs);
  }

  /** The packages of a module, by their last names, and whose types the sources of each name. */
  DependencyGraph packageDependencies(String module) {
    String whole = packageName(module, packages(module).getFirst());
    TreeMap<String, List<String>> needs = new TreeMap<>();
    for (Path folder : packages(module)) {
      String name = packageName(module, folder);
      List<String> needed =
          files(folder, 1)
              .filter(file -> !file.endsWith("package-info.java"))
              .flatMap(file -> names(TYPE, text(file)).stream())
              .filter(other -> (other + ".").startsWith(whole + ".") && !other.equals(name))
              .map(SourceTree::lastName)
              .toList();
      needs.put(lastName(name), needed);
    }
    return DependencyGraph.of(needs);
  }

  private static String lastName(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /** The folders that have classes and no {@code package-info.java}. */
  List<Path> packagesWithoutPage() {
    return modules().stream()
        .flatMap(module -> packages(module).stream())
        .filter(folder -> Files.notExists(folder.resolve("package-info.java")))
        .toList();
  }

  String page(String module) {
    return text(packages(module).getFirst().resolve("package-info.java"));
  }

  private List<Path> packages(String module) {
    Path sources = root.resolve(module, SOURCES);
    return files(sources, 9)
        .map(Path::getParent)
        .filter(folder -> !folder.equals(sources))
        .distinct()
        .sorted()
        .toList();
  }

  private String packageName(String module, Path folder) {
    return root.resolve(module, SOURCES).relativize(folder).toString().replace('/', '.');
  }

  private String descriptor(String module) {
    return text(root.resolve(module, SOURCES, "module-info.java"));
  }

  private static List<String> names(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(match -> match.group(1)).distinct().toList();
  }

  /** Java files in the order of their names, without what a build has made. */
  private static Stream<Path> files(Path folder, int depth) {
    try (Stream<Path> files = Files.walk(folder, depth)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.toString().contains("/target/"))
          .sorted()
          .toList()
          .stream();
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + folder, e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + file, e);
    }
  }
}
