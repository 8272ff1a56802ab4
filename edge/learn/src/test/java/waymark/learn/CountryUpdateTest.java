package waymark.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waymark.policy.Network;

class CountryUpdateTest {
  private static final Instant NOW = Instant.parse("2026-01-02T12:00:00Z");

  @TempDir Path folder;
  private final Site site = new Site();
  private final Download download = new Download(Duration.ofSeconds(5), Duration.ofSeconds(20));

  @AfterEach
  void stop() {
    site.close();
  }

  private Path target() {
    return folder.resolve("country.mmdb");
  }

  private CountryUpdate update() {
    return update(true);
  }

  private CountryUpdate update(boolean makes) {
    return CountryUpdate.ofMonth(
        target(), makes, site.uri("/free/"), download, InstantSource.fixed(NOW));
  }

  private static Mmdb world(int countries) {
    String[] codes = Locale.getISOCountries();
    Mmdb mmdb = Mmdb.ofCountries().country("2001:4860::/32", "US").country("193.0.0.0/8", "NL");
    for (int i = 0; i < countries; i++) {
      mmdb.country("8." + i + ".0.0/16", codes[i]);
      mmdb.country("133." + i + ".0.0/16", codes[i]);
      mmdb.country("200." + i + ".0.0/16", codes[i]);
    }
    return mmdb;
  }

  @Test
  void lastMonthsFileIsTakenWhereThisMonthsIsNotOut() {
    byte[] packed = Site.gzip(world(240).bytes());
    site.answers(
        exchange -> {
          if (exchange.getRequestURI().getPath().contains("2025-12")) {
            Site.send(exchange, packed);
          } else {
            Site.absent(exchange);
          }
        });
    CountryUpdate.Taken taken = update().update();
    assertThat(site.asked)
        .containsExactly(
            "/free/dbip-country-lite-2026-01.mmdb.gz", "/free/dbip-country-lite-2025-12.mmdb.gz");
    assertThat(taken.changed()).isTrue();
    assertThat(taken.countries()).isGreaterThan(200);
    assertThat(taken.from()).endsWith("2025-12.mmdb.gz");
    assertThat(CountryDatabase.open(target()).countries()).hasSize(taken.countries());
    assertThat(update().refresh()).isFalse();
    assertThat(update().refreshed()).isAfter(NOW);
  }

  @Test
  void anyFaultLeavesTheOldFile() throws IOException {
    byte[] old = world(230).bytes();
    Files.write(target(), old);
    byte[] good = world(240).bytes();
    byte[] packed = Site.gzip(good);
    refuses("too few for a complete file", exchange -> Site.send(exchange, world(50).bytes()));
    refuses(
        "'GeoLite2-ASN', without countries",
        exchange ->
            Site.send(exchange, new Mmdb("GeoLite2-ASN", 24).system("8.0.0.0/8", 1).bytes()));
    refuses(
        "has no country for 8.8.8.8",
        exchange ->
            Site.send(
                exchange, world(240).record(Network.parse("8.8.0.0/16"), Mmdb.text("")).bytes()));
    refuses("no metadata", exchange -> Site.send(exchange, Arrays.copyOf(good, good.length / 2)));
    refuses(
        "cannot fetch", exchange -> Site.send(exchange, Arrays.copyOf(packed, packed.length - 20)));
    refuses("answered 503", exchange -> exchange.sendResponseHeaders(503, -1));
    refuses("there is no country file at http://127.0.0.1", Site::absent);
    assertThat(Files.readAllBytes(target())).isEqualTo(old);
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(target());
    }
  }

  @Test
  void twoAtOnceDoNotWriteToOneFile() throws Exception {
    byte[] slow = world(240).bytes();
    byte[] quick = world(230).bytes();
    CountDownLatch half = new CountDownLatch(1);
    CountDownLatch rest = new CountDownLatch(1);
    site.answers(
        exchange -> {
          exchange.sendResponseHeaders(200, slow.length);
          exchange.getResponseBody().write(slow, 0, slow.length / 2);
          exchange.getResponseBody().flush();
          half.countDown();
          Site.await(rest);
          exchange.getResponseBody().write(slow, slow.length / 2, slow.length - slow.length / 2);
        });
    try (ExecutorService other = Executors.newSingleThreadExecutor()) {
      Future<Boolean> first = other.submit(() -> update().refresh());
      half.await();
      site.answers(exchange -> Site.send(exchange, quick));
      assertThat(update().refresh()).isTrue();
      assertThat(target()).hasBinaryContent(quick);
      rest.countDown();
      assertThat(first.get()).isTrue();
      assertThat(target()).hasBinaryContent(slow);
    }
  }

  private void refuses(String why, Site.Answer answer) {
    site.answers(answer);
    assertThatThrownBy(() -> update().update())
        .isInstanceOf(LearnException.class)
        .hasMessageContaining(why);
  }

  @Test
  void aFileOfSomebodysOwnIsNotRefreshed() throws IOException {
    site.answers(exchange -> Site.send(exchange, Site.gzip(world(240).bytes())));
    assertThat(update(false).refresh()).as("nobody put one there").isFalse();
    byte[] own = new Mmdb("GeoLite2-Country", 24).country("9.0.0.0/8", "NL").bytes();
    Files.write(target(), own);
    assertThat(update().refresh()).isFalse();
    assertThat(Files.readAllBytes(target())).isEqualTo(own);
    assertThat(site.asked).isEmpty();
    Files.write(target(), world(230).bytes());
    assertThat(update(false).refresh()).isTrue();
    Files.writeString(target(), "half a file");
    assertThat(update(true).refresh()).isTrue();
  }

  @Test
  void aFileFromElsewhereNeedNotBePacked() {
    site.answers(exchange -> Site.send(exchange, world(240).bytes()));
    CountryUpdate update =
        CountryUpdate.from(site.uri("/x.mmdb"), target(), download, InstantSource.fixed(NOW));
    assertThat(update.refresh()).isTrue();
    assertThat(update.refresh()).isFalse();
    assertThat(site.asked).containsOnly("/x.mmdb");
  }
}
