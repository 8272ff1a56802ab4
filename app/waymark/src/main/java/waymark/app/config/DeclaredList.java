package waymark.app.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import waymark.learn.ListFormat;

/** A list as the configuration declares it. */
public sealed interface DeclaredList {
  String name();

  ListFormat format();

  /** In a file; absolute. */
  record InFile(String name, ListFormat format, Path file) implements DeclaredList {}

  /** At a URL, which is asked every so often. */
  record AtUrl(String name, ListFormat format, URI url, Duration every) implements DeclaredList {}
}
