package waymark.app.config;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import waymark.health.Check;
import waymark.journal.JournalSettings;
import waymark.kernel.model.CaptureSettings;
import waymark.kernel.model.DnsTrust;
import waymark.kernel.model.ExemptionSettings;
import waymark.kernel.model.HostSettings;
import waymark.kernel.model.LiveSettings;
import waymark.kernel.model.Marks;
import waymark.kernel.model.PlaneKind;
import waymark.learn.Wanted;
import waymark.policy.Policy;

/**
 * One host's configuration, complete and free of problems: the content of {@code waymark.yaml}.
 *
 * @param policy links, rules and default
 * @param checks the check of each link that has one, by the link's name
 * @param captureSettings how names are learned from DNS
 * @param marks the numbers that Waymark uses in the kernel
 * @param state the folder for data that outlives the process; absolute
 * @param forwarding whether Waymark may switch the host's IP forwarding on
 * @param countries the file that maps addresses to countries; absolute; it need not exist
 * @param lists the lists that rules may name
 * @param wanted what each rule takes from lists and countries, by the rule's name; the policy does
 *     not contain it
 * @param exemptionSettings traffic that passes regardless of the policy
 * @param plane how decisions are put into the kernel
 * @param api the TCP addresses of the API; empty: none
 * @param trust whose DNS answers count
 * @param journal what is recorded on disk
 * @param places where the file names local files, by key: {@code country-db}, {@code
 *     lists.work.file}
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
    List<InetSocketAddress> api,
    DnsTrust trust,
    JournalSettings journal,
    Map<String, Place> places)
    implements Loaded {
  /** The default file. */
  public static final Path DEFAULT_FILE = Path.of("/etc/waymark/waymark.yaml");

  /** The default {@code state}. */
  public static final Path DEFAULT_STATE = Path.of("/var/lib/waymark");

  /** The file name of the default {@code country-db}, which is in {@code state}. */
  public static final String DEFAULT_COUNTRIES = "dbip-country-lite.mmdb";

  public Configuration {
    checks = Map.copyOf(checks);
    lists = List.copyOf(lists);
    wanted = Map.copyOf(wanted);
    places = Map.copyOf(places);
  }

  /** Whether Waymark fetches the country file where there is none: only at its default path. */
  public boolean fetchesCountries() {
    return countries.equals(state.resolve(DEFAULT_COUNTRIES));
  }

  /** The settings that the kernel modules take. */
  public HostSettings hostSettings() {
    return new HostSettings(
        marks, captureSettings, forwarding, state, exemptionSettings, plane, trust);
  }

  /** Those of the kernel modules that may change while the daemon runs. */
  public LiveSettings live() {
    return hostSettings().live();
  }

  /**
   * Loads a file.
   *
   * @param environment the variables for {@code ${NAME}}
   * @return the configuration, or the problems; an unreadable file is a problem too
   */
  public static Loaded load(Path file, Map<String, String> environment) {
    Findings findings = new Findings(file.toString());
    Optional<String> text = SourceText.load(file, findings);
    return text.isPresent() ? parse(file, text.get(), environment) : findings.problems();
  }

  /**
   * The folder that {@code state} names, also where other keys are wrong.
   *
   * @return empty where there is no such file, or it does not tell
   */
  public static Optional<Path> state(Path file, Map<String, String> environment) {
    return SourceText.load(file, new Findings(file.toString()))
        .flatMap(text -> StateKey.find(file, text, environment));
  }

  /**
   * Compiles the text of a file.
   *
   * @param file the name of the file in problems; relative paths start at its folder
   */
  public static Loaded parse(Path file, String text, Map<String, String> environment) {
    Findings findings = new Findings(file.toString());
    return Document.compile(file, Yaml.parse(text, environment, findings), findings);
  }
}
