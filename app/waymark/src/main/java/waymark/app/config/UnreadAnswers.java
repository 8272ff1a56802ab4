package waymark.app.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import waymark.app.text.Spelling;
import waymark.kernel.model.CaptureSettings;
import waymark.kernel.model.CaptureSettings.WithoutDaemon;

/** Reads what becomes of answers that should be held while no daemon reads them. */
final class UnreadAnswers {
  private static final String KEY = "without-daemon";
  private static final String EXPECTED = "pass or drop";

  private UnreadAnswers() {}

  static WithoutDaemon read(Optional<Fields> learn, Findings findings) {
    return learn
        .flatMap(fields -> fields.text(KEY, EXPECTED).map(text -> read(fields, text, findings)))
        .orElse(WithoutDaemon.PASS);
  }

  /** Only answers that are held have to be read. */
  static void check(Optional<Fields> learn, CaptureSettings settings, Findings findings) {
    if (learn.isPresent() && settings.mayDrop() && settings.mode() != CaptureSettings.Mode.HOLD) {
      learn
          .get()
          .value(KEY)
          .ifPresent(
              value ->
                  findings.add(
                      value.place(),
                      learn.get().path(KEY),
                      "is 'drop', but learn.dns is "
                          + settings.mode().name().toLowerCase(Locale.ROOT)
                          + ", and answers that nobody holds need no daemon",
                      "pass, or learn.dns: hold"));
    }
  }

  private static WithoutDaemon read(Fields learn, Value.Text text, Findings findings) {
    return switch (text.text()) {
      case "pass" -> WithoutDaemon.PASS;
      case "drop" -> WithoutDaemon.DROP;
      default -> {
        findings.add(
            text.place(),
            learn.path(KEY),
            Fields.quoted(text),
            EXPECTED + Spelling.suggestion(text.text(), List.of("pass", "drop")));
        yield WithoutDaemon.PASS;
      }
    };
  }
}
