package waymark.app.client;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import waymark.api.LogRow;
import waymark.api.PastDecisions;
import waymark.app.text.Moment;

/**
 * Finds in a journal what was decided about a name.
 *
 * @param name in normal form
 */
public record JournalSearch(JournalSource journal, String name) {
  /** Most answers are found close to the time that is asked for. */
  private static final List<Duration> BACK = List.of(Duration.ofHours(1), Duration.ofDays(1));

  /** What was decided at one time. */
  public PastDecisions at(Moment moment) {
    for (Duration back : BACK) {
      PastDecisions found = at(moment, Optional.of(moment.until().minus(back)));
      if (!found.answers().isEmpty()) {
        return found;
      }
    }
    return at(moment, Optional.empty());
  }

  private PastDecisions at(Moment moment, Optional<Instant> since) {
    Map<String, String> question = new LinkedHashMap<>();
    question.put("name", name);
    since.ifPresent(time -> question.put("since", time.toString()));
    question.put("until", moment.until().toString());
    SequencedMap<String, LogRow> answers = new LinkedHashMap<>();
    List<LogRow> denials = new ArrayList<>();
    String begins =
        journal.read(
            question,
            row -> {
              if (!row.names().contains(name)) {
                return;
              }
              if (row.outcome() != LogRow.Outcome.DENIED) {
                answers.putLast(row.client(), row);
              } else if (!Instant.parse(row.at()).isBefore(moment.from())) {
                denials.add(row);
              }
            });
    return new PastDecisions(
        name,
        moment.from().toString(),
        moment.until().toString(),
        List.copyOf(answers.values()),
        denials,
        begins);
  }
}
