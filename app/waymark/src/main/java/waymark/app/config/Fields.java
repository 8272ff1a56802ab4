package waymark.app.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The keys of one section, read one by one: what is absent gives its default, what is wrong gives
 * it too and is among the findings.
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

  /** Opens a section; keys that it does not have are findings at once. */
  static Fields open(Value.Section section, String path, Keys keys, Findings findings) {
    Fields fields = new Fields(section, path, findings);
    for (Map.Entry<String, Value.Entry> entry : section.entries().entrySet()) {
      String key = entry.getKey();
      if (keys.later().contains(key)) {
        findings.add(
            entry.getValue().key(), fields.path(key), "is not in this version", "no such key");
      } else if (key.equals("<<")) {
        findings.add(
            entry.getValue().key(),
            fields.path(key),
            "is not in YAML 1.2",
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

  /** Where a key's value stands; where the section begins when it is absent. */
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

  /** The value of a key, if it is there and is not broken already. */
  Optional<Value> value(String key) {
    Value.Entry entry = section.entries().get(key);
    return entry == null || entry.value() instanceof Value.Broken
        ? Optional.empty()
        : Optional.of(entry.value());
  }

  /** Whether the key is written, right or wrong. */
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

  /** A key's section. */
  Optional<Fields> fields(String key, Keys keys) {
    Optional<Value.Section> inner = section(key);
    return inner.isPresent()
        ? Optional.of(open(inner.get(), path(key), keys, findings))
        : Optional.empty();
  }

  /** A key's mapping whose keys are names. */
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

  /** A key's text; empty when absent or wrong. */
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
   * A key's list; a lone text is a list of one where that is allowed. Empty when absent or wrong.
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

  /** An item of a key's list, if it is a word. */
  Optional<Value.Text> word(Value item, String key, int index, String expected) {
    if (item instanceof Value.Text text && !text.isNothing()) {
      return Optional.of(text);
    }
    if (!(item instanceof Value.Broken)) {
      findings.add(item.place(), path(key, index), kind(item), expected);
    }
    return Optional.empty();
  }

  /** The path of an item; of the key itself when a lone text stands for a list of one. */
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
        "a time from " + Scalar.text(low) + " to " + Scalar.text(high) + ", as 100ms 5s 2m 12h 1d";
    Optional<Value.Text> text = text(key, expected);
    if (text.isEmpty()) {
      return fallback;
    }
    Optional<Duration> time = Scalar.duration(text.get().text());
    if (time.isPresent() && time.get().compareTo(low) >= 0 && time.get().compareTo(high) <= 0) {
      return time.get();
    }
    findings.add(text.get().place(), path(key), quoted(text.get()), expected);
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
    String shown = text.text().length() > 80 ? text.text().substring(0, 80) + "…" : text.text();
    return "is '" + shown + "'";
  }
}
