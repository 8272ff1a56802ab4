package waymark.kernel.ipset;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * Whether our chains of iptables are as they were left: the kernel gives no notice of them. Owned
 * by the control thread.
 */
final class ChainWatch {
  /** The generation where no change can be told by it. */
  static final long NONE = -1;

  /** A generation that nftables never has. */
  private static final long UNKNOWN = -2;

  /** Like nothing that is expected. */
  private static final List<String> UNSEEN = List.of("?");

  /** A thread for each look: one that was there before may be in another network namespace. */
  private static final Executor ASIDE =
      look -> Thread.ofPlatform().name("waymark-chains").daemon().start(look);

  private static final String OUR_RULE = "-A " + IptablesNames.PREFIX;

  private final Iptables iptables;
  private final LongSupplier generations;

  /** Both families' lines; none: they are not what they should be. */
  private volatile List<String> expected = List.of();

  private long generation = UNKNOWN;

  /** A look that is under way, and what it is to find. */
  private CompletableFuture<List<String>> look = CompletableFuture.completedFuture(expected);

  private List<String> lookedFor = expected;

  /**
   * @param generations that of nftables, or {@link #NONE}
   */
  ChainWatch(Iptables iptables, LongSupplier generations) {
    this.iptables = iptables;
    this.generations = generations;
  }

  /** The rules of ours in a script. */
  static long rules(String text) {
    return text.lines().filter(line -> line.startsWith(OUR_RULE)).count();
  }

  /**
   * All chains have been written: takes what is there for what should be.
   *
   * @param families whether IPv4, each
   * @param rules that it has at least: somebody may have taken some away since they were written
   */
  void written(List<Boolean> families, long rules) {
    // Before the look: what is changed after it is seen by the generation that is then another.
    generation = generations.getAsLong();
    expect(texts(families), IptablesNames.PREFIX, rules);
  }

  /**
   * Only chains whose names begin so have been written: takes what is there for what should be, if
   * the others are as they were.
   *
   * @param rules that the chains of this beginning have at least
   */
  void changed(List<Boolean> families, String beginning, long rules) {
    generation = generations.getAsLong();
    List<String> texts = texts(families);
    if (others(texts, beginning).equals(others(expected, beginning))) {
      expect(texts, beginning, rules);
    } else {
      distrust();
    }
  }

  private static List<String> others(List<String> texts, String beginning) {
    return texts.stream()
        .filter(text -> !isRule(text, beginning) && !text.contains(" :" + beginning))
        .toList();
  }

  private static boolean isRule(String text, String beginning) {
    return text.contains(" -A " + beginning);
  }

  private void expect(List<String> texts, String beginning, long rules) {
    if (texts.stream().filter(text -> isRule(text, beginning)).count() < rules) {
      distrust();
    } else {
      expected = texts;
    }
  }

  /** The next look finds something else, whatever is there. */
  private void distrust() {
    expected = List.of();
    generation = UNKNOWN;
  }

  /** Whether they are now; by any thread. */
  boolean areIntact(List<Boolean> families) {
    return texts(families).equals(expected);
  }

  private List<String> texts(List<Boolean> families) {
    List<String> texts = new ArrayList<>();
    families.forEach(ipv4 -> texts.addAll(iptables.save(ipv4).texts()));
    return List.copyOf(texts);
  }

  /** Whether they were when last looked at; looks again on another thread. */
  boolean wereIntact(List<Boolean> families) {
    if (!look.isDone()) {
      return true;
    }
    // What was written meanwhile is not what this look was for.
    boolean changed = lookedFor == expected && !look.join().equals(expected);
    long now = generations.getAsLong();
    if (!changed && (now == NONE || now != generation)) {
      generation = now;
      lookedFor = expected;
      look =
          CompletableFuture.supplyAsync(() -> texts(families), ASIDE)
              // What cannot be looked at is written again, and that tells why it cannot.
              .exceptionally(e -> UNSEEN);
    }
    if (changed) {
      look = CompletableFuture.completedFuture(expected);
      lookedFor = List.of();
    }
    return !changed;
  }

  /** Waits for a look that is under way: its commands have our descriptors. */
  void await() {
    look.join();
  }
}
