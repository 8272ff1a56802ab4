package waymark.learn;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.GZIPInputStream;

/**
 * Fetches a file by HTTP or HTTPS. Follows redirects (never from HTTPS to HTTP), and decompresses
 * gzip, both of the transfer and of the file itself.
 *
 * @param connecting the time limit for connecting
 * @param whole the time limit for the whole download
 */
public record Download(Duration connecting, Duration whole) {
  /** Limits for files of some megabytes from anywhere. */
  public static final Download PATIENT =
      new Download(Duration.ofSeconds(20), Duration.ofMinutes(10));

  private static final int OK = 200;
  private static final int NOT_MODIFIED = 304;
  private static final int PIECE = 64 << 10;

  /** The outcome of a download. */
  public sealed interface Answer {
    /** The file was written. */
    record Fetched(Stamp stamp) implements Answer {}

    /** The known version is the newest. */
    record NotModified() implements Answer {}

    /** The server has no such file. */
    record Absent(int status) implements Answer {}
  }

  /**
   * Fetches a file, unless the known version is the newest.
   *
   * @param known identifies the known version
   * @param target the file to write and to sync to the medium; deleted after a failure
   * @param limit the largest size of the file in bytes
   * @throws LearnException when the download fails
   */
  public Answer fetch(URI uri, Stamp known, Path target, long limit) {
    String where = shown(uri);
    try {
      HttpRequest request = request(uri, known);
      return fetch(request, target, limit);
    } catch (IOException e) {
      remove(target);
      throw new LearnException("cannot fetch " + where + ": " + words(e), e);
    } catch (LearnException e) {
      remove(target);
      throw new LearnException("cannot fetch " + where + ": " + e.reason(), e);
    } catch (IllegalArgumentException e) {
      throw new LearnException("cannot fetch " + where + ": it is not a URL of http or https", e);
    }
  }

  private HttpRequest request(URI uri, Stamp known) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .timeout(whole)
            .header("Accept-Encoding", "gzip")
            .header("User-Agent", "waymark");
    if (!known.etag().isEmpty()) {
      request.header("If-None-Match", known.etag());
    }
    if (!known.modified().isEmpty()) {
      request.header("If-Modified-Since", known.modified());
    }
    return request.build();
  }

  private Answer fetch(HttpRequest request, Path target, long limit) throws IOException {
    // A separate client: between two downloads, days apart, no thread and no connection is kept.
    HttpClient client =
        HttpClient.newBuilder()
            .connectTimeout(connecting)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    AtomicBoolean late = new AtomicBoolean();
    Thread watch = Thread.ofVirtual().start(() -> endLate(client, late));
    try (client) {
      HttpResponse<InputStream> response =
          client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        return switch (response.statusCode()) {
          case OK -> {
            boolean packed =
                response.headers().firstValue("Content-Encoding").orElse("").contains("gzip");
            write(packed ? new GZIPInputStream(body, PIECE) : body, target, limit);
            yield new Answer.Fetched(
                new Stamp(
                    response.headers().firstValue("ETag").orElse(""),
                    response.headers().firstValue("Last-Modified").orElse("")));
          }
          case NOT_MODIFIED -> new Answer.NotModified();
          case 404, 410 -> new Answer.Absent(response.statusCode());
          default -> throw new LearnException("the server answered " + response.statusCode());
        };
      } finally {
        client.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LearnException("the download was interrupted", e);
    } catch (IOException e) {
      if (late.get()) {
        throw new LearnException("it took longer than " + whole.toSeconds() + " s", e);
      }
      throw e;
    } finally {
      watch.interrupt();
    }
  }

  private void endLate(HttpClient client, AtomicBoolean late) {
    try {
      Thread.sleep(whole);
      late.set(true);
      client.shutdownNow();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void write(InputStream body, Path target, long limit) throws IOException {
    try (InputStream in = unpacked(body);
        FileChannel file =
            FileChannel.open(
                target,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
      OutputStream out = Channels.newOutputStream(file);
      byte[] piece = new byte[PIECE];
      long size = 0;
      for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
        size += read;
        if (size > limit) {
          throw new LearnException("it has more than " + (limit >> 20) + " MiB");
        }
        out.write(piece, 0, read);
      }
      file.force(true);
    }
  }

  /** Decompresses a file with the magic number of gzip (RFC 1952 section 2.3.1). */
  private static InputStream unpacked(InputStream body) throws IOException {
    BufferedInputStream in = new BufferedInputStream(body, PIECE);
    in.mark(2);
    boolean packed = in.read() == 0x1f && in.read() == 0x8b;
    in.reset();
    return packed ? new GZIPInputStream(in, PIECE) : in;
  }

  private static void remove(Path target) {
    try {
      Files.deleteIfExists(target);
    } catch (IOException e) {
      // The earlier failure is the one to report.
    }
  }

  /** The URL without its user and query, which may be secret. */
  static String shown(URI uri) {
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    return uri.getScheme() + "://" + uri.getHost() + port + path;
  }

  private static String words(IOException e) {
    String text = e.getMessage() == null ? "" : ": " + e.getMessage();
    return switch (e) {
      case HttpTimeoutException _ -> "the server did not answer in time";
      case ConnectException _ -> "cannot connect" + text;
      case EOFException _ -> "the file is incomplete";
      default -> e.getClass().getSimpleName() + text;
    };
  }
}
