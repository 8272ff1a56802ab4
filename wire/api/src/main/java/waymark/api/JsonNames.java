package waymark.api;

import java.util.Locale;

/** Constants as JSON writes them. */
final class JsonNames {
  private JsonNames() {}

  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
