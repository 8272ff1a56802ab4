package waymark.kernel.steering;

import java.util.List;

/** Applies a verdict to packets that meet all matches. */
public record Rule(List<Match> matches, Verdict verdict) {
  public Rule {
    matches = List.copyOf(matches);
  }
}
