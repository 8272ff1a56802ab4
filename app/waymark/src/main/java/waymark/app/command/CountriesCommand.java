package waymark.app.command;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import waymark.api.Json;
import waymark.app.cli.Command;
import waymark.app.cli.Exit;
import waymark.app.cli.Failures;
import waymark.app.cli.Option;
import waymark.app.cli.Options;
import waymark.app.cli.Parameter;
import waymark.app.cli.ParsedArguments;
import waymark.app.cli.Syntax;
import waymark.app.cli.Terminal;
import waymark.app.client.ConfigurationFile;
import waymark.app.config.Configuration;
import waymark.learn.CountryUpdate;
import waymark.learn.Download;
import waymark.policy.Printable;

/** {@code waymark countries update}. */
public final class CountriesCommand implements Command {
  private static final String UPDATE = "update";
  private static final String URL = "--url";

  /**
   * What {@code --json} prints.
   *
   * @param built when the file was made, as ISO 8601
   */
  public record Updated(
      String file, boolean changed, String type, String built, int countries, String from) {}

  @Override
  public Syntax syntax() {
    return Syntax.of("countries", "update the country database")
        .detail(
            "'waymark countries update' downloads this month's DB-IP Lite database, checks it, and"
                + " replaces the file that the configuration's country-db names. When anything"
                + " fails, the old file stays.")
        .taking(new Parameter.Choice("ACTION", List.of(UPDATE)))
        .with(Options.config())
        .with(
            Option.value(
                URL,
                new Parameter.Text("URL"),
                "Download this MMDB file instead; it may be compressed by gzip."))
        .with(Options.json())
        .example("waymark countries update", "Download this month's database.");
  }

  @Override
  public Exit run(ParsedArguments arguments, Terminal terminal) {
    Optional<URI> url = arguments.value(URL).map(text -> url(arguments, text));
    Path file = file(arguments, terminal);
    InstantSource clock = InstantSource.system();
    CountryUpdate update =
        url.isPresent()
            ? CountryUpdate.from(url.get(), file, Download.PATIENT, clock)
            : CountryUpdate.ofMonth(file, true, CountryUpdate.DB_IP, Download.PATIENT, clock);
    CountryUpdate.Taken taken = Failures.at(update::update);
    Updated updated =
        new Updated(
            file.toString(),
            taken.changed(),
            taken.type(),
            taken.built().toString(),
            taken.countries(),
            taken.from());
    terminal
        .out()
        .print(
            arguments.has(Options.JSON)
                ? Json.pretty(updated) + "\n"
                : Printable.of(text(updated)) + "\n");
    return Exit.DONE;
  }

  private static String text(Updated updated) {
    String what =
        updated.type()
            + " of "
            + updated.built().substring(0, 10)
            + " with "
            + updated.countries()
            + " countries";
    return updated.changed()
        ? "Updated " + updated.file() + ": " + what + ", from " + updated.from()
        : updated.file() + " is up to date: " + what;
  }

  /** The configuration's database, or the default one where there is no configuration. */
  private static Path file(ParsedArguments arguments, Terminal terminal) {
    ConfigurationFile configuration = ConfigurationFile.of(arguments);
    return !configuration.named() && !Files.exists(configuration.path())
        ? Configuration.DEFAULT_STATE.resolve(Configuration.DEFAULT_COUNTRIES)
        : configuration.require(terminal).countries();
  }

  private static URI url(ParsedArguments arguments, String text) {
    try {
      URI uri = new URI(text);
      if (List.of("http", "https").contains(String.valueOf(uri.getScheme()))
          && uri.getHost() != null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // Reported below.
    }
    throw arguments.wrongValue(URL, "expected an http or https URL");
  }
}
