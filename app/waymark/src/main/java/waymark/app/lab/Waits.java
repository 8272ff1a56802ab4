package waymark.app.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

/**
 * How long clients waited for answers while something went on.
 *
 * @param answers how many there were
 * @param longestMillis the longest wait
 * @param repeated questions that were sent again
 * @param unanswered questions without an answer in the end
 * @param silent connections without an answer
 * @param misled connections that took another link
 * @param problem what became of the first question without an answer; may be empty
 */
record Waits(
    int answers,
    double longestMillis,
    int repeated,
    int unanswered,
    int silent,
    int misled,
    String problem) {
  private static final Waits NONE = new Waits(0, 0, 0, 0, 0, 0, "");

  private static final int CLIENTS = 4;
  private static final int ATTEMPTS = 8;
  private static final int PAUSE_MILLIS = 10;
  private static final int CONNECT_EVERY = 20;

  /** What goes on meanwhile. */
  interface Work {
    void run() throws InterruptedException;
  }

  /** Lets clients ask for names that no rule has, and connect to a site of a rule, meanwhile. */
  static Waits during(Lab lab, InetAddress site, Work work) throws InterruptedException {
    AtomicBoolean over = new AtomicBoolean();
    List<Future<Waits>> clients =
        IntStream.range(0, Math.min(CLIENTS, lab.clients()))
            .mapToObj(_ -> lab.client().start(() -> ask(lab, site, over)))
            .toList();
    try {
      work.run();
    } finally {
      over.set(true);
    }
    return clients.stream().map(HostThreads::await).reduce(NONE, Waits::and);
  }

  private static Waits ask(Lab lab, InetAddress site, AtomicBoolean over)
      throws InterruptedException {
    Waits waits = NONE;
    for (int i = 0; !over.get(); i++) {
      waits = waits.and(one(lab));
      if (i % CONNECT_EVERY == 0) {
        Uplink taken = lab.tally().connection(lab.visitor().visit(site));
        int silent = taken == Uplink.SILENT ? 1 : 0;
        waits = waits.and(new Waits(0, 0, 0, 0, silent, taken == Uplink.ISP2 ? 0 : 1 - silent, ""));
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
    return waits;
  }

  private static Waits one(Lab lab) {
    try {
      Browser.Reply reply =
          lab.tally().question(Browser.BY_IPV4.ask(Busy.UNRELATED, DnsRecord.A, ATTEMPTS));
      return new Waits(1, reply.nanos() / 1e6, reply.attempts() - 1, 0, 0, 0, "");
    } catch (LabException | IOException e) {
      lab.tally().unansweredQuestion();
      return new Waits(0, 0, 0, 1, 0, 0, e.toString());
    }
  }

  /** What should not have happened. */
  String failures() {
    return unanswered + " unanswered, " + silent + " silent, " + misled + " misled";
  }

  private Waits and(Waits other) {
    return new Waits(
        answers + other.answers,
        Math.max(longestMillis, other.longestMillis),
        repeated + other.repeated,
        unanswered + other.unanswered,
        silent + other.silent,
        misled + other.misled,
        problem.isEmpty() ? other.problem : problem);
  }
}
