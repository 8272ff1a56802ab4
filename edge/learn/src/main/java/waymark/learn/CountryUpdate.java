package waymark.learn;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import waymark.policy.Address;

/**
 * Fetches a newer country file, checks it, and replaces the present one atomically. Without a URL
 * it fetches this month's DB-IP Lite, or last month's as long as this month's is not published.
 */
public final class CountryUpdate implements Refreshable {
  /** The folder of DB-IP's free files. */
  public static final URI DB_IP = URI.create("https://download.db-ip.com/free/");

  private static final Duration EVERY = Duration.ofDays(7);
  private static final long LARGEST = 512L << 20;

  /** A complete file has more: ISO 3166-1 lists 249 countries. */
  private static final int LEAST_COUNTRIES = 200;

  /** Addresses of resolvers and universities whose countries have not changed for decades. */
  private static final List<String> KNOWN =
      List.of("8.8.8.8", "193.0.6.139", "133.11.0.1", "200.160.2.3", "2001:4860:4860::8888");

  /** The declared type of DB-IP Lite. */
  private static final String OURS = "DBIP-Country-Lite";

  private final Path target;
  private final boolean makes;
  private final List<URI> urls;
  private final URI base;
  private final Download download;
  private final InstantSource clock;

  private CountryUpdate(
      Path target,
      boolean makes,
      List<URI> urls,
      URI base,
      Download download,
      InstantSource clock) {
    this.target = target;
    this.makes = makes;
    this.urls = urls;
    this.base = base;
    this.download = download;
    this.clock = clock;
  }

  /**
   * An update from this month's DB-IP Lite.
   *
   * @param target the file to replace or create
   * @param makes whether {@link #refresh} creates the file where there is no readable one;
   *     otherwise the user must provide it
   * @param base the folder of the file: {@link #DB_IP}
   */
  public static CountryUpdate ofMonth(
      Path target, boolean makes, URI base, Download download, InstantSource clock) {
    return new CountryUpdate(target, makes, List.of(), base, download, clock);
  }

  /** An update from a URL, plain or compressed by gzip. */
  public static CountryUpdate from(URI url, Path target, Download download, InstantSource clock) {
    return new CountryUpdate(target, true, List.of(url), DB_IP, download, clock);
  }

  /**
   * The outcome of an update.
   *
   * @param changed whether the new file differs from the previous one
   * @param type the declared type of the file
   * @param built the time when the file was built
   * @param countries the number of its countries
   * @param from its URL, without secrets
   */
  public record Taken(boolean changed, String type, Instant built, int countries, String from) {}

  @Override
  public String title() {
    return "update of " + target;
  }

  @Override
  public Duration every() {
    return EVERY;
  }

  @Override
  public Instant refreshed() {
    try {
      return Files.getLastModifiedTime(target).toInstant();
    } catch (IOException e) {
      return Instant.MIN;
    }
  }

  /** {@inheritDoc} A file of another type belongs to the user and is not replaced. */
  @Override
  public boolean refresh() {
    return isOurs() && update().changed();
  }

  private boolean isOurs() {
    try {
      return CountryDatabase.open(target).type().equals(OURS);
    } catch (LearnException e) {
      return makes;
    }
  }

  /**
   * Fetches a file, checks it, and puts it in place.
   *
   * @throws LearnException when no valid file is found; the old file stays
   */
  public Taken update() {
    try (Fresh fresh = Fresh.beside(target)) {
      URI from = fetch(fresh.path());
      Checked checked = check(from, fresh.path());
      boolean changed = !Files.exists(target) || Files.mismatch(fresh.path(), target) >= 0;
      fresh.takePlace();
      return new Taken(
          changed,
          checked.database().type(),
          checked.database().built(),
          checked.countries(),
          Download.shown(from));
    } catch (IOException e) {
      throw new LearnException("cannot write " + target + ": " + e, e);
    }
  }

  private List<URI> candidates() {
    if (!urls.isEmpty()) {
      return urls;
    }
    YearMonth month = YearMonth.from(clock.instant().atOffset(ZoneOffset.UTC));
    return List.of(ofMonth(month), ofMonth(month.minusMonths(1)));
  }

  private URI ofMonth(YearMonth month) {
    return base.resolve("dbip-country-lite-" + month + ".mmdb.gz");
  }

  private URI fetch(Path fresh) {
    List<String> absent = new ArrayList<>();
    for (URI url : candidates()) {
      switch (download.fetch(url, Stamp.NONE, fresh, LARGEST)) {
        case Download.Answer.Fetched _ -> {
          return url;
        }
        case Download.Answer.Absent _ -> absent.add(Download.shown(url));
        case Download.Answer.NotModified _ ->
            throw new LearnException(
                Download.shown(url) + " answered 'not modified' to a request for any version");
      }
    }
    throw new LearnException("there is no country file at " + String.join(" nor at ", absent));
  }

  /** A valid file and the number of its countries. */
  private record Checked(CountryDatabase database, int countries) {}

  private static Checked check(URI from, Path fresh) {
    try {
      CountryDatabase database = CountryDatabase.open(fresh);
      int countries = database.countries().size();
      if (countries == 0) {
        throw new LearnException("it is of type '" + database.type() + "', without countries");
      }
      if (countries < LEAST_COUNTRIES) {
        throw new LearnException("it has " + countries + " countries, too few for a complete file");
      }
      for (String address : KNOWN) {
        Optional<String> country = database.country(Address.parse(address));
        if (country.isEmpty()) {
          throw new LearnException("it has no country for " + address);
        }
      }
      return new Checked(database, countries);
    } catch (LearnException e) {
      String reason = e.reason().replace(fresh.toString(), "it");
      throw new LearnException(
          "the download from " + Download.shown(from) + " is rejected: " + reason, e);
    }
  }
}
