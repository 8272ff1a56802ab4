package waymark.app.daemon;

import java.util.List;
import waymark.app.config.Problem;

/**
 * What is wrong with the lists and the country file of a configuration.
 *
 * @param problems local files that cannot be used
 * @param warnings what local files say that counts for nothing, and what they lack; a sentence each
 * @param notes what is still to be fetched; a sentence each
 */
public record SourceFindings(List<Problem> problems, List<String> warnings, List<String> notes) {
  public SourceFindings {
    problems = List.copyOf(problems);
    warnings = List.copyOf(warnings);
    notes = List.copyOf(notes);
  }
}
