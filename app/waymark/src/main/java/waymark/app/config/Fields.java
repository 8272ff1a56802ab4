package waymark.app.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import waymark.app.text.Spelling;

/**
 * The keys of one section, read one by one. An absent key has its default. An invalid value is
 * added to the findings, and also has the default.
 */
final class Fields {
  private final Value.Section section;
  private final String path;
  private final Findings findings;

  private Fields(Value.Section section, String path, Findings findings) {
    this.section = section;
    this.path = path;
    this.findings = findings;
  }

  /** Opens a section, and adds every unknown key to the findings. */
  static Fields open(Value.Section section, String path, Keys keys, Findings findings) {
    Fields fields = new Fields(section, path, findings);
    for (Map.Entry<String, Value.Entry> entry : section.entries().entrySet()) {
      String key = entry.getKey();
      if (keys.later().contains(key)) {
        findings.add(
            entry.getValue().key(),
            fields.path(key),
            "is not implemented in this version",
            "a file without this key");
      } else if (key.equals("<<")) {
        findings.add(
            entry.getValue().key(),
            fields.path(key),
            "is not part of YAML 1.2",
            "the keys themselves, or an alias to a whole value");
      } else if (!keys.known().contains(key)) {
        findings.add(
            entry.getValue().key(),
            fields.path(key),
            "is not a key here",
            "one of " + String.join(", ", keys.known()) + Spelling.suggestion(key, keys.known()));
      }
    }
    return fields;
  }

  Place place() {
    return section.place();
  }

  /** The place of a key's value; the beginning of the section if the key is absent. */
  Place place(String key) {
    Value.Entry entry = section.entries().get(key);
    return entry == null ? section.place() : entry.value().place();
  }

  String path() {
    return path;
  }

  String path(String key) {
    return Findings.path(path, key);
  }

  /** The value of a key, if it is present and not broken. */
  Optional<Value> value(String key) {
    Value.Entry entry = section.entries().get(key);
    return entry == null || entry.value() instanceof Value.Broken
        ? Optional.empty()
        : Optional.of(entry.value());
  }

  /** Whether the key is present, with a valid value or not. */
  boolean has(String key) {
    return section.entries().containsKey(key);
  }

  boolean hasAny(List<String> keys) {
    for (String key : keys) {
      if (has(key)) {
        return true;
      }
    }
    return false;
  }

  void missing(String key, String expected) {
    findings.add(section.place(), path(key), "is missing", expected);
  }

  /** The section that is a key's value. */
  Optional<Fields> fields(String key, Keys keys) {
    Optional<Value.Section> inner = section(key);
    return inner.isPresent()
        ? Optional.of(open(inner.get(), path(key), keys, findings))
        : Optional.empty();
  }

  /** The mapping that is a key's value, and whose keys are names. */
  Optional<Value.Section> section(String key) {
    Optional<Value> value = value(key);
    if (value.isPresent() && value.get() instanceof Value.Section inner) {
      return Optional.of(inner);
    }
    if (value.isPresent()) {
      wrong(value.get(), key, "keys and values: " + key + ": { … }");
    }
    return Optional.empty();
  }

  /** A key's text; empty if the key is absent or invalid. */
  Optional<Value.Text> text(String key, String expected) {
    Optional<Value> value = value(key);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    if (value.get() instanceof Value.Text text && !text.isNothing()) {
      return Optional.of(text);
    }
    wrong(value.get(), key, expected);
    return Optional.empty();
  }

  /**
   * A key's list; empty if the key is absent or invalid.
   *
   * @param orOne whether a single text may stand for a list of one
   */
  List<Value> list(String key, boolean orOne, String expected) {
    Optional<Value> value = value(key);
    if (value.isEmpty()) {
      return List.of();
    }
    if (value.get() instanceof Value.Items items) {
      if (items.list().isEmpty()) {
        findings.add(items.place(), path(key), "is empty", expected);
      }
      return items.list();
    }
    if (orOne && value.get() instanceof Value.Text text && !text.isNothing()) {
      return List.of(text);
    }
    wrong(value.get(), key, expected);
    return List.of();
  }

  /** The text of an item of a key's list, if it is a text. */
  Optional<Value.Text> word(Value item, String key, int index, String expected) {
    if (item instanceof Value.Text text && !text.isNothing()) {
      return Optional.of(text);
    }
    if (!(item instanceof Value.Broken)) {
      findings.add(item.place(), path(key, index), kind(item), expected);
    }
    return Optional.empty();
  }

  /** The path of an item, or of the key itself if a single text stands for a list of one. */
  String path(String key, int index) {
    boolean list = section.entries().get(key) instanceof Value.Entry(_, Value.Items _);
    return list ? Findings.path(path(key), index) : path(key);
  }

  int integer(String key, long low, long high, int fallback) {
    if (value(key).isEmpty()) {
      return fallback;
    }
    String expected = "a whole number from " + low + " to " + high;
    Optional<Value.Text> text = text(key, expected);
    if (text.isEmpty()) {
      return fallback;
    }
    Optional<Long> number = Scalar.integer(text.get());
    if (number.isPresent() && number.get() >= low && number.get() <= high) {
      return (int) (long) number.get();
    }
    findings.add(text.get().place(), path(key), quoted(text.get()), expected);
    return fallback;
  }

  boolean flag(String key, boolean fallback) {
    Optional<Value.Text> text = text(key, "true or false");
    if (text.isEmpty()) {
      return fallback;
    }
    Optional<Boolean> flag = Scalar.flag(text.get());
    if (flag.isEmpty()) {
      findings.add(text.get().place(), path(key), quoted(text.get()), "true or false");
    }
    return flag.orElse(fallback);
  }

  Duration duration(String key, Duration low, Duration high, Duration fallback) {
    if (value(key).isEmpty()) {
      return fallback;
    }
    String expected =
        "a time from "
            + Scalar.text(low)
            + " to "
            + Scalar.text(high)
            + ", such as 100ms, 5s, 2m, 12h or 1d";
    Optional<Value.Text> text = text(key, expected);
    if (text.isEmpty()) {
      return fallback;
    }
    Optional<Duration> time = Scalar.duration(text.get().text());
    if (time.isPresent() && time.get().compareTo(low) >= 0 && time.get().compareTo(high) <= 0) {
      return time.get();
    }
    String written = text.get().text();
    findings.add(
        text.get().place(),
        path(key),
        quoted(text.get()),
        time.isEmpty()
            ? expected
            : "a time from " + Scalar.text(low, written) + " to " + Scalar.text(high, written));
    return fallback;
  }

  private void wrong(Value value, String key, String expected) {
    findings.add(value.place(), path(key), kind(value), expected);
  }

  static String kind(Value value) {
    return switch (value) {
      case Value.Text text -> text.isNothing() ? "has no value" : quoted(text);
      case Value.Items _ -> "is a list";
      case Value.Section _ -> "is a mapping";
      case Value.Broken _ -> "is broken";
    };
  }

  static String quoted(Value.Text text) {
    return quoted(text.text());
  }

  static String quoted(String text) {
    return "is '" + (text.length() > 80 ? text.substring(0, 80) + "…" : text) + "'";
  }
}
