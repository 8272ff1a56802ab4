package waymark.app.lab;

/**
 * Measures on the client how long DNS answers take.
 *
 * @param names how many names the lab has
 */
record AnswerMeter(HostThreads client, int names) {
  private static final int MOST = 2_000;
  private static final int SLOWLY = 100;
  private static final int PAUSE_MILLIS = 5;

  /** Fewer than any burst has. */
  private static final int OCCASIONAL = 20;

  private static final String BEFORE = ".before.example";

  /** How long answers to names with that ending take, one after another. */
  AnswerTimes measure(String suffix) {
    return client.run(() -> AnswerTimes.measure(Browser.BY_IPV4, suffix, Math.min(names, MOST), 0));
  }

  /** How long they take when little happens. */
  AnswerTimes measureSlowly(String suffix) {
    int count = Math.min(names, SLOWLY);
    return client.run(() -> AnswerTimes.measure(Browser.BY_IPV4, suffix, count, PAUSE_MILLIS));
  }

  /** Measures without Waymark, for comparison. */
  void measureWithout(Lab lab) {
    for (int i = 0; i < Math.min(names, MOST); i++) {
      lab.zone().put("t" + i + BEFORE, lab.addresses().ipv4(SiteAddresses.Block.ISP1));
    }
    // The lab's own code has to be warm, or Waymark would look better than it is.
    measure(BEFORE);
    measure(BEFORE);
    lab.add(new LabReport.Timing("without Waymark, one after another", measure(BEFORE)));
    lab.add(new LabReport.Timing("without Waymark, every 5 ms", measureSlowly(BEFORE)));
    long[] nanos = new long[OCCASIONAL];
    for (int i = 0; i < OCCASIONAL; i++) {
      String name = "t" + i + BEFORE;
      nanos[i] =
          lab.counted(() -> client.run(() -> Browser.BY_IPV4.ask(name, DnsRecord.A)))
              .result()
              .nanos();
    }
    lab.results().addWithout(AnswerTimes.of(nanos));
  }
}
