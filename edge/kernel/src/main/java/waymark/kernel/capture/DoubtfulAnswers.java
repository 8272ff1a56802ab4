package waymark.kernel.capture;

import java.util.List;
import waymark.dns.Answer;
import waymark.engine.Engine;
import waymark.engine.NameMatch;
import waymark.policy.Address;

/**
 * Answers that might have led a client past a rule that fails closed. Owned by the engine's thread.
 */
final class DoubtfulAnswers {
  private final Engine engine;
  private long count;

  DoubtfulAnswers(Engine engine) {
    this.engine = engine;
  }

  /**
   * Whether an answer that nobody is known to have asked for could lead a client past a rule that
   * fails closed: the client may have asked for it all the same.
   */
  boolean misleads(Answer answer, AliasMemory aliases, long now) {
    List<String> names = answer.names();
    if (names.isEmpty() || misleads(answer, names, 0)) {
      return !names.isEmpty();
    }
    for (List<String> owners : aliases.to(names.getFirst(), now)) {
      if (misleads(answer, AliasMemory.joined(owners, names), owners.size())) {
        return true;
      }
    }
    return false;
  }

  private boolean misleads(Answer answer, List<String> chain, int before) {
    if (engine.match(chain).mayFailOpen()) {
      return false;
    }
    for (int i = 0; i < answer.size(); i++) {
      NameMatch led = engine.match(chain.subList(0, before + answer.depth(i)));
      Address address = new Address(answer.high(i), answer.low(i));
      if (!engine.knowledge().isInForce(led, address)) {
        return true;
      }
    }
    return answer.mayHideAddresses();
  }

  /** One has come. */
  void add() {
    count++;
  }

  long count() {
    return count;
  }
}
