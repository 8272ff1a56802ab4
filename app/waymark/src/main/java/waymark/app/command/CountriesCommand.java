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
import waymark.app.cli.ParsedArguments;
import waymark.app.cli.Syntax;
import waymark.app.cli.Terminal;
import waymark.app.client.ConfigurationFile;
import waymark.app.config.Configuration;
import waymark.learn.CountryUpdate;
import waymark.learn.Download;

/** {@code waymark countries update}. */
public final class CountriesCommand implements Command {
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
    return Syntax.of(
            "countries",
            "Fetches the month's DB-IP Lite country file, checks it, and takes it in place of the"
                + " old one.")
        .with(Options.config())
        .with(
            Option.value(URL, "URL", "Fetches this MMDB file instead, as it is or packed by gzip."))
        .with(Options.json())
        .taking("update");
  }

  @Override
  public Exit run(ParsedArguments arguments, Terminal terminal) {
    if (!arguments.operand().equals("update")) {
      throw arguments.wrong("'" + arguments.operand() + "' is not what it does");
    }
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
        .print(arguments.has(Options.JSON) ? Json.pretty(updated) + "\n" : text(updated) + "\n");
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
        ? updated.file() + " is now " + what + ", from " + updated.from()
        : updated.file() + " is up to date: " + what;
  }

  /** The configuration's; no file at all means the default one. */
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
      // Said below.
    }
    throw arguments.wrong(URL + " is " + text + "; expected: a URL of http or https");
  }
}
