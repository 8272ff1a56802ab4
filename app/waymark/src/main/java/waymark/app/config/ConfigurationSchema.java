package waymark.app.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The JSON Schema of the configuration file. Editors use it to complete and check the file. */
public final class ConfigurationSchema {
  private static final String RESOURCE = "waymark.schema.json";

  private ConfigurationSchema() {}

  /** The schema in draft 2020-12, with a final line break. */
  public static String text() {
    try (InputStream in = ConfigurationSchema.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is missing from this build");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
