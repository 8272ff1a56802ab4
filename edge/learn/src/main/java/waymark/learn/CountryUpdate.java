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
 * Fetches a newer country file, checks it, and puts it whole in the place of the one that is used.
 * Without a URL it is this month's DB-IP Lite, or last month's where this one's is not out yet.
 */
public final class CountryUpdate implements Refreshable {
  /** Where DB-IP has its free files. */
  public static final URI DB_IP = URI.create("https://download.db-ip.com/free/");

  private static final Duration EVERY = Duration.ofDays(7);
  private static final long LARGEST = 512L << 20;

  /** There are 249 of them. */
  private static final int LEAST_COUNTRIES = 200;

  /** Of resolvers and universities that have been where they are for decades. */
  private static final List<String> KNOWN =
      List.of("8.8.8.8", "193.0.6.139", "133.11.0.1", "200.160.2.3", "2001:4860:4860::8888");

  /** What DB-IP Lite calls itself. */
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
   * The month's DB-IP Lite.
   *
   * @param target the file that is replaced or made
   * @param makes whether {@link #refresh} makes the file where there is none that can be read; else
   *     it leaves that to whoever chose its place
   * @param base the folder that has it: {@link #DB_IP}
   */
  public static CountryUpdate ofMonth(
      Path target, boolean makes, URI base, Download download, InstantSource clock) {
    return new CountryUpdate(target, makes, List.of(), base, download, clock);
  }

  /** The file at a URL, as it is or packed by gzip. */
  public static CountryUpdate from(URI url, Path target, Download download, InstantSource clock) {
    return new CountryUpdate(target, true, List.of(url), DB_IP, download, clock);
  }

  /**
   * What was put in place.
   *
   * @param changed whether it differs from what was there
   * @param type what the file calls itself
   * @param built when it was made
   * @param countries how many it has
   * @param from where it is from, without what may be secret
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

  /** {@inheritDoc} A file of another kind is somebody's own: it stays as it is. */
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
   * Fetches, checks and takes.
   *
   * @throws LearnException when there is none that can be trusted; the old file stays
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
            throw new LearnException(Download.shown(url) + " says that nothing has changed");
      }
    }
    throw new LearnException("there is no country file at " + String.join(" nor at ", absent));
  }

  /** A file that can be trusted, and how many countries it has. */
  private record Checked(CountryDatabase database, int countries) {}

  private static Checked check(URI from, Path fresh) {
    try {
      CountryDatabase database = CountryDatabase.open(fresh);
      int countries = database.countries().size();
      if (countries == 0) {
        throw new LearnException("it is a file of '" + database.type() + "', not of countries");
      }
      if (countries < LEAST_COUNTRIES) {
        throw new LearnException("it has " + countries + " countries, fewer than there are");
      }
      for (String address : KNOWN) {
        Optional<String> country = database.country(Address.parse(address));
        if (country.isEmpty()) {
          throw new LearnException("it does not know where " + address + " is");
        }
      }
      return new Checked(database, countries);
    } catch (LearnException e) {
      String reason = e.reason().replace(fresh.toString(), "it");
      throw new LearnException("what " + Download.shown(from) + " gave is not taken: " + reason, e);
    }
  }
}
