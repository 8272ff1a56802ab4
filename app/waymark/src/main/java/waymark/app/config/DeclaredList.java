package waymark.app.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import waymark.learn.ListFormat;

/** A list that the configuration declares. */
public sealed interface DeclaredList {
  String name();

  ListFormat format();

  /** A list in a file; the path is absolute. */
  record InFile(String name, ListFormat format, Path file) implements DeclaredList {}

  /** A list at a URL, which is fetched at an interval. */
  record AtUrl(String name, ListFormat format, URI url, Duration every) implements DeclaredList {}
}
