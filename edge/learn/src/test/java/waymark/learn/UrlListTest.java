package waymark.learn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UrlListTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  private static final String NAME = "ads/../ä";

  @TempDir Path folder;
  private final Site site = new Site();

  @AfterEach
  void stop() {
    site.close();
  }

  private UrlList list() {
    return new UrlList(
        NAME,
        new ListFormat.Domains(),
        site.uri("/ads.txt"),
        Duration.ofHours(12),
        folder.resolve("lists"),
        new Download(Duration.ofSeconds(5), Duration.ofSeconds(20)),
        InstantSource.fixed(NOW));
  }

  @Test
  void whatTheMemoryDoesNotCarryIsNotTaken() {
    site.answers(names(20), "\"1\"");
    list().refresh();
    UrlList small =
        new UrlList(
            NAME,
            new ListFormat.Domains(),
            site.uri("/ads.txt"),
            Duration.ofHours(12),
            folder.resolve("lists"),
            Download.PATIENT,
            InstantSource.fixed(NOW),
            new Memory(16 << 10));
    site.answers(names(2000), "\"2\"");
    assertThatThrownBy(small::refresh)
        .isInstanceOf(LearnException.class)
        .hasMessageContaining("is rejected: it has 0.0 MiB; with 0.0 MiB of memory");
    assertThat(small.content().size()).isEqualTo(20);
  }

  private static String names(int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append("n").append(i).append(".example\n");
    }
    return text.toString();
  }

  @Test
  void theLastGoodVersionOutlivesTheProcess() {
    site.answers(names(20), "\"1\"");
    UrlList first = list();
    assertThatThrownBy(first::content).hasMessageContaining("has not been fetched yet");
    assertThat(first.refreshed()).isEqualTo(Instant.MIN);
    assertThat(first.refresh()).isTrue();
    assertThat(first.content().size()).isEqualTo(20);
    site.answers(exchange -> exchange.sendResponseHeaders(500, -1));
    UrlList second = list();
    assertThat(second.content()).isEqualTo(first.content());
    assertThat(second.refreshed()).isEqualTo(NOW);
    assertThatThrownBy(second::refresh)
        .isInstanceOf(LearnException.class)
        .hasMessageContaining("list 'ads/../ä': cannot fetch http://127.0.0.1:")
        .hasMessageEndingWith("the server answered 500");
    assertThat(second.content().size()).isEqualTo(20);
  }

  @Test
  void whatWasKeptFromElsewhereIsNotThisListButStandsInForIt() {
    site.answers(names(20), "\"1\"");
    UrlList first = list();
    first.refresh();
    UrlList moved =
        new UrlList(
            NAME,
            new ListFormat.Networks(),
            site.uri("/other.txt"),
            Duration.ofHours(12),
            folder.resolve("lists"),
            new Download(Duration.ofSeconds(5), Duration.ofSeconds(20)),
            InstantSource.fixed(NOW));
    assertThatThrownBy(moved::content).hasMessageContaining("has not been fetched yet");
    assertThat(moved.last()).contains(first.content());
  }

  @Test
  void whatHasNotChangedIsNotSentAgain() {
    site.answers(names(20), "\"1\"");
    UrlList list = list();
    assertThat(list.refresh()).isTrue();
    assertThat(list.refresh()).isFalse();
    assertThat(list().refresh()).isFalse();
    site.answers(names(20), "\"2\"");
    assertThat(list.refresh()).isFalse();
    site.answers(names(21), "\"3\"");
    assertThat(list.refresh()).isTrue();
    assertThat(list.content().size()).isEqualTo(21);
  }

  /** A trial is rolled back, or a policy is read while the one before fetches. */
  @Test
  void aVersionThatTheListOfAnotherPolicyFetchedIsTaken() {
    site.answers(names(20), "\"1\"");
    UrlList before = list();
    before.refresh();
    UrlList onTrial = list();
    site.answers(names(21), "\"2\"");
    assertThat(onTrial.refresh()).isTrue();
    assertThat(before.content().size()).isEqualTo(20);
    assertThat(before.refreshed()).as("it is due at once").isEqualTo(Instant.MIN);
    assertThat(before.refresh()).isTrue();
    assertThat(before.content().size()).isEqualTo(21);
    assertThat(before.refreshed()).isEqualTo(NOW);
    site.answers(names(22), "\"3\"");
    onTrial.refresh();
    site.answers(exchange -> Site.send(exchange, names(22).getBytes(UTF_8)));
    assertThat(before.refresh()).as("from a server without ETags").isTrue();
    assertThat(before.content().size()).isEqualTo(22);
    assertThat(before.refresh()).isFalse();
  }

  @Test
  void whatCannotBeTrueIsRefused() {
    site.answers(names(200), "\"1\"");
    UrlList list = list();
    list.refresh();
    site.answers("", "\"2\"");
    assertThatThrownBy(list::refresh).hasMessageContaining("is rejected: it is empty");
    site.answers(names(19), "\"3\"");
    assertThatThrownBy(list::refresh)
        .hasMessageContaining("it went from 200 entries to 19; if that is right, remove ");
    site.answers("<html>\n<body>\nSign in\n", "\"4\"");
    assertThatThrownBy(list::refresh).hasMessageContaining("3 of 3 entries are invalid");
    assertThat(list.content().size()).isEqualTo(200);
    assertThat(list().content().size()).isEqualTo(200);
    site.answers(names(20), "\"5\"");
    assertThat(list.refresh()).isTrue();
  }

  @Test
  void aDamagedFileIsFetchedAgain() throws IOException {
    site.answers(names(20), "\"1\"");
    list().refresh();
    Path file = KeptList.file(folder.resolve("lists"), NAME);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 3] ^= 1;
    Files.write(file, bytes);
    UrlList list = list();
    assertThatThrownBy(list::content).hasMessageContaining("has not been fetched yet");
    assertThat(list.refresh()).isTrue();
    assertThat(list().content().size()).isEqualTo(20);
    try (var files = Files.list(folder.resolve("lists"))) {
      assertThat(files).containsExactly(file);
    }
  }

  @Property(tries = 300)
  void anyNameIsAFileOfItsOwn(@ForAll String some, @ForAll String another) {
    // Lone surrogates have no bytes that tell them apart.
    String name = new String(some.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    String other = new String(another.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    Path folder = Path.of("lists");
    Path file = KeptList.file(folder, name);
    assertThat(file.getParent()).isEqualTo(folder);
    assertThat(file.getFileName().toString()).matches("[a-z0-9_-]{0,40}\\.[0-9a-f]{16}\\.list");
    assertThat(file.equals(KeptList.file(folder, other))).isEqualTo(name.equals(other));
  }
}
