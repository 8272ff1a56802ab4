package waymark.app.config;

import java.util.Optional;
import waymark.kernel.model.CaptureSettings;

/** Reads how copies of refused packets come. */
final class DenialFields {
  private static final String GROUP = "group";

  private DenialFields() {}

  /** Reads {@code denials}. */
  static CaptureSettings read(Fields document, CaptureSettings learn, Findings findings) {
    Optional<Fields> denials = document.fields("denials", Keys.DENIALS);
    int group =
        denials
            .map(fields -> fields.integer(GROUP, 0, 0xffff, CaptureSettings.DENIAL_GROUP))
            .orElse(CaptureSettings.DENIAL_GROUP);
    if (group == learn.group()) {
      Fields section = denials.orElse(document);
      findings.add(
          section.place(denials.isPresent() ? GROUP : "learn"),
          "denials.group",
          "is " + group + ", as learn.dns.group is",
          "another number");
    }
    return learn.denialsBy(group);
  }
}
