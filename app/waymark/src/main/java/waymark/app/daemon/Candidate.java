package waymark.app.daemon;

import java.util.List;
import waymark.app.config.Configuration;
import waymark.app.config.Problem;
import waymark.app.config.Problems;
import waymark.app.toapi.OutcomeToApi;
import waymark.console.RequestOutcome;

/** A file whose policy may come into force: checked against the running configuration. */
sealed interface Candidate {

  /** The file is invalid, names a local file that is, or changes what only a restart can change. */
  record Rejected(RequestOutcome outcome) implements Candidate {}

  /**
   * The file may be put in force.
   *
   * @param source of its policy, with what lists and countries say
   */
  record Valid(PolicyText text, Configuration configuration, PolicySource source)
      implements Candidate {
    ActivePolicy active() {
      return new ActivePolicy(text.file(), text.text(), configuration, source);
    }
  }

  /** Checks a file against the policy in force. */
  static Candidate of(PolicyText wanted, ActivePolicy active) {
    return switch (wanted.loaded()) {
      case Problems problems -> new Rejected(OutcomeToApi.invalid(problems, wanted.file()));
      case Configuration configuration -> {
        List<String> fixed = RestartOnlySettings.differing(active.configuration(), configuration);
        yield fixed.isEmpty()
            ? of(wanted, configuration, new PolicySource(configuration, active.source()))
            : new Rejected(OutcomeToApi.restart(wanted.file(), fixed));
      }
    };
  }

  private static Candidate of(PolicyText wanted, Configuration configuration, PolicySource source) {
    List<Problem> broken = source.check(wanted.file()).problems();
    return broken.isEmpty()
        ? new Valid(wanted, configuration, source)
        : new Rejected(OutcomeToApi.invalid(new Problems(broken), wanted.file()));
  }
}
