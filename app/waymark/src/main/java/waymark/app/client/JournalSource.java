package waymark.app.client;

import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import waymark.api.Log;
import waymark.api.LogRow;
import waymark.app.cli.Exit;
import waymark.app.cli.Failure;
import waymark.app.toapi.LogToApi;
import waymark.console.Console;
import waymark.console.LogQuery;
import waymark.journal.JournalException;
import waymark.journal.JournalReader;

/**
 * The journal of a host: asked from the daemon, or read from its state where no daemon answers.
 *
 * @param state the folder of the daemon's state
 */
public record JournalSource(Path state) {
  /**
   * Passes on every row that a question wants, in order.
   *
   * @param question the parameters of {@link LogQuery}
   * @return when the journal begins; empty: it has no row
   */
  public String read(Map<String, String> question, Consumer<LogRow> to) {
    DaemonClient client = new DaemonClient(state.resolve(Console.SOCKET));
    JournalReader reader = JournalReader.of(state);
    boolean daemon = true;
    long after = 0;
    Log page;
    do {
      Map<String, String> next = new LinkedHashMap<>(question);
      next.put("after", Long.toString(after));
      try {
        page = daemon ? client.log(next) : read(reader, LogQuery.parse(next));
      } catch (Failure e) {
        if (e.exit() != Exit.NOT_REACHABLE || after > 0 || !reader.exists()) {
          throw e;
        }
        daemon = false;
        page = read(reader, LogQuery.parse(next));
      }
      page.rows().forEach(to);
      after = page.last();
    } while (page.more());
    return page.begins();
  }

  private Log read(JournalReader reader, LogQuery query) {
    try {
      return LogToApi.log(reader, query);
    } catch (JournalException e) {
      if (e.getCause() instanceof AccessDeniedException) {
        throw new Failure(
            Exit.NOT_PERMITTED,
            "not permitted to read the journal in " + state,
            "run this command as the user of the daemon");
      }
      throw new Failure(Exit.FAILED, String.valueOf(e.getMessage()), "");
    }
  }

  /**
   * Passes on new rows as they are written, until the daemon ends.
   *
   * @param question the parameters of {@link LogQuery}; without {@code since}, from now on
   * @throws Failure when it has ended, or there is none
   */
  public void follow(Map<String, String> question, Consumer<LogRow> to) {
    new DaemonClient(state.resolve(Console.SOCKET)).followLog(question, to);
  }
}
