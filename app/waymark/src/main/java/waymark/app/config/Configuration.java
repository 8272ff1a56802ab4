package waymark.app.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import waymark.kernel.Learning;
import waymark.kernel.Marks;
import waymark.kernel.PlaneKind;
import waymark.policy.Policy;

/**
 * One host's configuration, checked and complete: what {@code waymark.yaml} says.
 *
 * @param policy links, rules and default
 * @param learning how names are learned
 * @param marks the kernel's numbers that are Waymark's
 * @param state the folder that outlives the process; absolute
 * @param forwarding whether Waymark may switch the host's IP forwarding on
 * @param plane what carries decisions out
 */
public record Configuration(
    Policy policy, Learning learning, Marks marks, Path state, boolean forwarding, PlaneKind plane)
    implements Loaded {
  /** Where the file is when nobody says otherwise. */
  public static final Path DEFAULT_FILE = Path.of("/etc/waymark/waymark.yaml");

  /** The {@code state} of a file that names none. */
  public static final Path DEFAULT_STATE = Path.of("/var/lib/waymark");

  /**
   * Loads a file.
   *
   * @param environment what {@code ${NAME}} stands for
   * @return the configuration, or the problems; a file that cannot be read is a problem too
   */
  public static Loaded load(Path file, Map<String, String> environment) {
    Findings findings = new Findings(file.toString());
    Optional<String> text = SourceText.load(file, findings);
    return text.isPresent() ? parse(file, text.get(), environment) : findings.problems();
  }

  /**
   * Compiles the text of a file.
   *
   * @param file what problems call it, and whose folder relative paths start from
   */
  public static Loaded parse(Path file, String text, Map<String, String> environment) {
    Findings findings = new Findings(file.toString());
    return Document.compile(file, Yaml.parse(text, environment, findings), findings);
  }
}
