package waymark.app.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import waymark.app.lab.SiteAddresses.Block;

/**
 * DNS load while the control plane works: a policy with a long list is applied again and again, the
 * daemon restarts, is stopped by a signal, and waits for an {@code nft} that hangs.
 *
 * @param networks in the list
 * @param rounds how often the policy is applied, and how often the daemon restarts
 */
record Busy(int networks, int rounds) implements Scenario {
  /** A name that no rule has. */
  static final String UNRELATED = "www.unrelated.example";

  /** The default of {@code max-hold}, and what a client may wait beside it. */
  private static final Duration AT_MOST = Duration.ofMillis(100 + 50);

  /** Holding lapses while the daemon is stopped; a client asks again every second. */
  private static final Duration LAPSED = Duration.ofMillis(4_200);

  private static final int STOPPED_MILLIS = 6_000;
  private static final int HUNG_MILLIS = 6_000;
  private static final Path LIST = Path.of("/run/lab/long-list.txt");
  private static final InetAddress SITE = SiteAddresses.parse("198.19.100.50");
  private static final String LISTS = "lists:\n  long: { file: " + LIST + " }\n";
  private static final String RULE = "- { name: long, to: isp2, lists: [long] }";
  private static final int FIRST_NETWORK = 20 << 24;
  private static final int APART = 8;

  @Override
  public String title() {
    return "DNS under load";
  }

  @Override
  public void play(Lab lab) {
    try {
      writeList();
      lab.zone().put(UNRELATED, lab.addresses().ipv4(Block.ISP1));
      lab.router().remove();
      lab.startRouterWith(configuration(lab));
      row(lab, networks + " networks, nothing happens", AT_MOST, () -> TimeUnit.SECONDS.sleep(2));
      row(lab, "the policy is applied " + rounds + " times", AT_MOST, () -> applyAgain(lab));
      row(lab, "the list grows by one line", AT_MOST, () -> growList(lab));
      row(lab, "the daemon restarts " + rounds + " times", AT_MOST, () -> restartAgain(lab));
      row(lab, "a policy is applied while nft hangs for 6 s", AT_MOST, () -> hangNft(lab));
      row(lab, "the daemon is stopped for 6 s (SIGSTOP)", LAPSED, () -> freeze(lab));
    } catch (IOException e) {
      throw new LabException("cannot write the long list: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("interrupted", e);
    }
  }

  private static List<String> rules(int more) {
    List<String> rules = new ArrayList<>(Steered.RULES);
    rules.add(RULE);
    for (int i = 0; i < more; i++) {
      rules.add("- { name: more%d, to: isp2, domains: [more%d.example] }".formatted(i, i));
    }
    return rules;
  }

  private static String configuration(Lab lab) {
    return lab.router().configuration("", LISTS, rules(0));
  }

  private void writeList() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < networks; i++) {
      lines.append(line(i));
    }
    Files.writeString(LIST, lines);
  }

  private static String line(int i) {
    int network = FIRST_NETWORK + i * APART;
    return "%d.%d.%d.%d/30\n"
        .formatted(network >>> 24, network >> 16 & 255, network >> 8 & 255, network & 255);
  }

  private void applyAgain(Lab lab) {
    for (int i = 1; i <= rounds; i++) {
      lab.router().apply("", LISTS, rules(i % 3));
    }
  }

  private void growList(Lab lab) throws InterruptedException {
    try {
      Files.writeString(LIST, line(networks), StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new LabException("cannot write the long list: " + e.getMessage(), e);
    }
    lab.router().apply("", LISTS, rules(0));
    TimeUnit.SECONDS.sleep(2);
  }

  private void restartAgain(Lab lab) {
    for (int i = 0; i < rounds; i++) {
      lab.router().stop();
      lab.startRouterWith(configuration(lab));
    }
  }

  /** Applies a policy while every nft that the daemon starts waits. */
  private static void hangNft(Lab lab) throws InterruptedException {
    lab.router().hangNft(true);
    Thread applying = Thread.ofVirtual().start(() -> lab.router().apply("", LISTS, rules(4)));
    TimeUnit.MILLISECONDS.sleep(HUNG_MILLIS);
    lab.router().hangNft(false);
    applying.join();
    TimeUnit.SECONDS.sleep(1);
  }

  private static void freeze(Lab lab) throws InterruptedException {
    lab.router().signal("STOP");
    TimeUnit.MILLISECONDS.sleep(STOPPED_MILLIS);
    lab.router().signal("CONT");
    TimeUnit.SECONDS.sleep(1);
  }

  private static String longest(Waits waits) {
    return String.format(Locale.ROOT, "longest wait %.1f ms", waits.longestMillis());
  }

  private void row(Lab lab, String asked, Duration longest, Waits.Work work)
      throws InterruptedException {
    long before = lab.firstPackets().astray();
    Waits waits = Waits.during(lab, SITE, work);
    long astray = lab.firstPackets().astray() - before;
    lab.tally().astray(astray);
    boolean right =
        waits.unanswered() == 0 && waits.silent() == 0 && waits.misled() == 0 && astray == 0;
    lab.add(
        Row.of(
            title(),
            asked,
            "vpn, default",
            "answered within " + longest.toMillis() + " ms",
            right ? longest(waits) : longest(waits) + ", " + waits.failures(),
            astray,
            Outcome.of(right, waits.longestMillis() <= longest.toMillis()),
            waits.answers()
                + " answers"
                + (waits.repeated() == 0 ? "" : ", " + waits.repeated() + " questions repeated")
                + (waits.problem().isEmpty() ? "" : "; " + waits.problem())));
  }
}
