package waymark.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadTest {
  private static final byte[] TEXT = "a.example\n".repeat(1000).getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;
  private final Site site = new Site();
  private final Download download = new Download(Duration.ofSeconds(5), Duration.ofSeconds(20));

  @AfterEach
  void stop() {
    site.close();
  }

  private Download.Answer fetch(Download by, long limit) {
    return by.fetch(site.uri("/list?token=secret"), Stamp.NONE, folder.resolve("x"), limit);
  }

  private byte[] got() throws IOException {
    return Files.readAllBytes(folder.resolve("x"));
  }

  @Test
  void plainAndPackedBodiesAreTheSame() throws IOException {
    site.answers(exchange -> Site.send(exchange, TEXT));
    fetch(download, 1 << 20);
    assertThat(got()).isEqualTo(TEXT);
    site.answers(
        exchange -> {
          assertThat(exchange.getRequestHeaders().getFirst("Accept-Encoding")).isEqualTo("gzip");
          exchange.getResponseHeaders().add("Content-Encoding", "gzip");
          Site.send(exchange, Site.gzip(TEXT));
        });
    fetch(download, 1 << 20);
    assertThat(got()).isEqualTo(TEXT);
    site.answers(exchange -> Site.send(exchange, Site.gzip(TEXT)));
    fetch(download, 1 << 20);
    assertThat(got()).isEqualTo(TEXT);
  }

  @Test
  void redirectsAreFollowed() throws IOException {
    site.answers(
        exchange -> {
          if (exchange.getRequestURI().getPath().equals("/list")) {
            exchange.getResponseHeaders().add("Location", "/there");
            exchange.sendResponseHeaders(302, -1);
          } else {
            Site.send(exchange, TEXT);
          }
        });
    fetch(download, 1 << 20);
    assertThat(got()).isEqualTo(TEXT);
  }

  @Test
  void aBodyBeyondTheLimitIsRefused() {
    site.answers(
        exchange -> {
          exchange.getResponseHeaders().add("Content-Encoding", "gzip");
          Site.send(exchange, Site.gzip(new byte[20 << 20]));
        });
    assertThatThrownBy(() -> fetch(download, 2 << 20))
        .isInstanceOf(LearnException.class)
        .hasMessageContaining("it has more than 2 MiB")
        .hasMessageNotContaining("secret");
    assertThat(folder.resolve("x")).doesNotExist();
  }

  @Test
  void aBodyThatIsCutOffIsRefused() {
    site.answers(
        exchange -> {
          exchange.sendResponseHeaders(200, TEXT.length);
          exchange.getResponseBody().write(TEXT, 0, 500);
          exchange.getResponseBody().flush();
        });
    assertThatThrownBy(() -> fetch(download, 1 << 20)).isInstanceOf(LearnException.class);
    byte[] packed = Site.gzip(TEXT);
    site.answers(exchange -> Site.send(exchange, Arrays.copyOf(packed, packed.length - 9)));
    assertThatThrownBy(() -> fetch(download, 1 << 20)).isInstanceOf(LearnException.class);
    assertThat(folder.resolve("x")).doesNotExist();
  }

  @Test
  void otherAnswersAreRefused() {
    site.answers(exchange -> exchange.sendResponseHeaders(500, -1));
    assertThatThrownBy(() -> fetch(download, 1 << 20))
        .hasMessageEndingWith("/list: the server answered 500");
    site.answers(Site::absent);
    assertThat(fetch(download, 1 << 20)).isEqualTo(new Download.Answer.Absent(404));
    assertThatThrownBy(
            () ->
                download.fetch(URI.create("ftp://127.0.0.1/x"), Stamp.NONE, folder.resolve("x"), 1))
        .isInstanceOf(LearnException.class)
        .hasMessageContaining("not a URL of http");
  }

  @Test
  void aServerThatStallsIsGivenUp() {
    site.answers(
        exchange -> {
          exchange.sendResponseHeaders(200, TEXT.length);
          exchange.getResponseBody().write(TEXT, 0, 500);
          exchange.getResponseBody().flush();
          try {
            Thread.sleep(5_000);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    Download hasty = new Download(Duration.ofSeconds(5), Duration.ofMillis(300));
    assertThatThrownBy(() -> fetch(hasty, 1 << 20))
        .isInstanceOf(LearnException.class)
        .hasMessageContaining("it took longer than");
  }
}
