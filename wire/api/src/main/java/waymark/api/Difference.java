package waymark.api;

import java.util.List;

/**
 * One thing of a policy that another policy has otherwise.
 *
 * @param name empty for the default
 * @param details what it is, or what differs: {@code to: vpn -> isp2}
 */
public record Difference(Kind kind, String name, How how, List<String> details) {

  /** What kind of thing. */
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

  /** How it differs. */
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
