package waymark.kernel.steering;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects rules into chains. */
public final class Draft {
  private final Map<ChainId, List<Rule>> chains = new LinkedHashMap<>();

  /** Adds a chain without rules, unless it exists. */
  public void chain(ChainId chain) {
    chains.computeIfAbsent(chain, _ -> new ArrayList<>());
  }

  /** Adds a rule to the end of a chain. */
  public void add(ChainId chain, Verdict verdict, Match... matches) {
    add(chain, verdict, List.of(matches));
  }

  /** As {@link #add(ChainId, Verdict, Match...)}. */
  public void add(ChainId chain, Verdict verdict, List<Match> matches) {
    chains.computeIfAbsent(chain, _ -> new ArrayList<>()).add(new Rule(matches, verdict));
  }

  /** The chains so far. */
  public Steering steering() {
    return new Steering(chains);
  }
}
