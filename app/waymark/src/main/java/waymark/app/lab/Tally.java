package waymark.app.lab;

import java.util.concurrent.atomic.AtomicLong;

/** Counts what clients did beside the neighbours. Thread-safe. */
final class Tally {
  private final AtomicLong connections = new AtomicLong();
  private final AtomicLong datagrams = new AtomicLong();
  private final AtomicLong questions = new AtomicLong();
  private final AtomicLong unanswered = new AtomicLong();
  private final AtomicLong astray = new AtomicLong();
  private final AtomicLong longest = new AtomicLong();

  Uplink connection(Uplink taken) {
    connections.incrementAndGet();
    if (taken == Uplink.SILENT) {
      unanswered.incrementAndGet();
    }
    return taken;
  }

  void datagrams(int sent, int answered) {
    datagrams.addAndGet(sent);
    unanswered.addAndGet(sent - answered);
  }

  Browser.Reply question(Browser.Reply reply) {
    questions.incrementAndGet();
    longest.accumulateAndGet(reply.nanos(), Math::max);
    return reply;
  }

  void unansweredQuestion() {
    questions.incrementAndGet();
    unanswered.incrementAndGet();
  }

  void astray(long packets) {
    astray.addAndGet(packets);
  }

  Totals totals() {
    return new Totals(
        connections.get(),
        datagrams.get(),
        questions.get(),
        astray.get(),
        unanswered.get(),
        Math.round(longest.get() / 1e5) / 10.0);
  }
}
