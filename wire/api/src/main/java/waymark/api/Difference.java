package waymark.api;

import java.util.List;

/**
 * A difference between two policies.
 *
 * @param name empty for the default
 * @param details the object itself, or its differences: {@code to: vpn -> isp2}
 */
public record Difference(Kind kind, String name, How how, List<String> details) {

  /** The kind of the object. */
  public enum Kind {
    LINK,
    GROUP,
    RULE,
    DEFAULT;

    @Override
    public String toString() {
      return JsonNames.of(this);
    }
  }

  /** The kind of the difference. */
  public enum How {
    ADDED,
    REMOVED,
    CHANGED;

    @Override
    public String toString() {
      return JsonNames.of(this);
    }
  }

  public Difference {
    details = List.copyOf(details);
  }
}
