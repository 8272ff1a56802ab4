package waymark.app.config;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import waymark.health.Check;
import waymark.kernel.model.CaptureSettings;
import waymark.kernel.model.ExemptionSettings;
import waymark.kernel.model.Marks;
import waymark.kernel.model.PlaneKind;
import waymark.learn.Wanted;
import waymark.policy.Policy;

/**
 * One host's configuration, checked and complete: what {@code waymark.yaml} says.
 *
 * @param policy links, rules and default
 * @param checks how links are checked, by their names; links without a check are not among them
 * @param captureSettings how names are learned
 * @param marks the kernel's numbers that are Waymark's
 * @param state the folder that outlives the process; absolute
 * @param forwarding whether Waymark may switch the host's IP forwarding on
 * @param lists that rules may name
 * @param wanted what rules take from lists and countries, by their names; the policy is without it
 * @param exemptionSettings what passes whatever the policy says
 * @param plane what carries decisions out
 * @param api where figures can be read by TCP; empty: nowhere
 * @param countries the file that says which country an address is in; it need not exist; absolute
 */
public record Configuration(
    Policy policy,
    Map<String, Check> checks,
    CaptureSettings captureSettings,
    Marks marks,
    Path state,
    boolean forwarding,
    Path countries,
    List<DeclaredList> lists,
    Map<String, Wanted> wanted,
    ExemptionSettings exemptionSettings,
    PlaneKind plane,
    List<InetSocketAddress> api)
    implements Loaded {
  /** Where the file is when nobody says otherwise. */
  public static final Path DEFAULT_FILE = Path.of("/etc/waymark/waymark.yaml");

  /** The {@code state} of a file that names none. */
  public static final Path DEFAULT_STATE = Path.of("/var/lib/waymark");

  /** The name of the {@code country-db} of a file that names none, in its {@code state}. */
  public static final String DEFAULT_COUNTRIES = "dbip-country-lite.mmdb";

  public Configuration {
    checks = Map.copyOf(checks);
    lists = List.copyOf(lists);
    wanted = Map.copyOf(wanted);
  }

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
