package waymark.health;

import java.io.Serial;

/** A failed probe, with the reason. */
final class ProbeException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  ProbeException(String reason) {
    super(reason, null, false, false);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
