package waymark.kernel.capture;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waymark.engine.Engine;
import waymark.journal.Outcome;
import waymark.journal.Row;
import waymark.journal.RowSink;
import waymark.policy.Address;
import waymark.policy.Claim;
import waymark.policy.Outlet;

/**
 * Records answers in the journal, with the rule and link of the first address as they are decided
 * when the answer goes on. Owned by whoever has the {@link Turn}.
 */
public final class AnswerJournal {
  private static final Logger log = LoggerFactory.getLogger(AnswerJournal.class);

  private final RowSink sink;
  private final Engine engine;
  private final Choice choice;

  /** Chooses the outlet that connections of a family take now. */
  public interface Choice {
    Outlet of(List<Outlet> to, boolean ipv4);
  }

  public AnswerJournal(RowSink sink, Engine engine, Choice choice) {
    this.sink = sink;
    this.engine = engine;
    this.choice = choice;
  }

  /**
   * Records the answers of a packet, which has its verdict.
   *
   * @param nanos how long it was held
   */
  void record(List<ReadAnswer> answers, Outcome outcome, long nanos) {
    for (int i = 0; i < answers.size(); i++) {
      try {
        sink.record(row(answers.get(i), outcome, nanos));
      } catch (RuntimeException e) {
        log.error("An answer is not in the journal, because of a fault", e);
      }
    }
  }

  private Row row(ReadAnswer answer, Outcome outcome, long nanos) {
    String rule = "";
    String link = "";
    if (!answer.addresses().isEmpty()) {
      Address first = answer.addresses().getFirst();
      Claim claim = engine.knowledge().decisive(first, answer.client());
      rule = claim.rule().name();
      link = choice.of(claim.rule().to(), first.isIpv4()).name();
    }
    Outcome became =
        switch (answer.worth()) {
          case COUNTS -> outcome;
          case UNTRUSTED -> Outcome.UNTRUSTED;
          case FAILED -> Outcome.FAILED;
        };
    return new Row.Answer(
        answer.client(), answer.names(), answer.addresses(), rule, link, nanos / 1_000, became);
  }
}
