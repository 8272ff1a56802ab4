package waymark.app.config;

import java.util.List;
import java.util.Optional;
import waymark.app.text.Spelling;
import waymark.journal.JournalSettings;

/** Reads what the journal keeps. */
final class JournalFields {
  private static final List<String> MODES = List.of("hashed", "full", "off");
  private static final String MODE = "hashed, full or off";
  private static final String SIZE = "a size from 1MB to 1TB, such as 200MB or 2GB";

  private JournalFields() {}

  /** Reads {@code journal}: a mode, or a section. */
  static JournalSettings read(Fields document, Findings findings) {
    JournalSettings usual = JournalSettings.DEFAULT;
    if (document.value("journal").isEmpty()) {
      return usual;
    }
    if (document.value("journal").get() instanceof Value.Text) {
      return new JournalSettings(mode(document, "journal", findings), usual.bytes(), usual.days());
    }
    return document
        .fields("journal", Keys.JOURNAL)
        .map(
            fields ->
                new JournalSettings(
                    mode(fields, "mode", findings),
                    size(fields, findings),
                    fields.integer("days", 1, JournalSettings.MOST_DAYS, usual.days())))
        .orElse(usual);
  }

  private static JournalSettings.Mode mode(Fields fields, String key, Findings findings) {
    Optional<Value.Text> text = fields.text(key, MODE);
    if (text.isEmpty()) {
      return JournalSettings.DEFAULT.mode();
    }
    return switch (text.get().text()) {
      case "hashed" -> JournalSettings.Mode.HASHED;
      case "full" -> JournalSettings.Mode.FULL;
      case "off" -> JournalSettings.Mode.OFF;
      default -> {
        findings.add(
            text.get().place(),
            fields.path(key),
            Fields.quoted(text.get()),
            MODE + Spelling.suggestion(text.get().text(), MODES));
        yield JournalSettings.DEFAULT.mode();
      }
    };
  }

  private static long size(Fields fields, Findings findings) {
    Optional<Value.Text> text = fields.text("size", SIZE);
    if (text.isEmpty()) {
      return JournalSettings.DEFAULT.bytes();
    }
    Optional<Long> bytes = Scalar.size(text.get().text());
    if (bytes.isPresent()
        && bytes.get() >= JournalSettings.LEAST_BYTES
        && bytes.get() <= JournalSettings.MOST_BYTES) {
      return bytes.get();
    }
    findings.add(text.get().place(), fields.path("size"), Fields.quoted(text.get()), SIZE);
    return JournalSettings.DEFAULT.bytes();
  }
}
