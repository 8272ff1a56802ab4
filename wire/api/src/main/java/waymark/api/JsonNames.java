package waymark.api;

import java.util.Locale;

/** The names of constants in JSON. */
final class JsonNames {
  private JsonNames() {}

  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
