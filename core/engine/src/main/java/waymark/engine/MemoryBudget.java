package waymark.engine;

import java.util.Optional;
import waymark.policy.Policy;

/**
 * Divides the heap between leases and policies. While a policy is replaced there are two of each.
 *
 * @param heap bytes that the process may take
 */
public record MemoryBudget(long heap) {
  /**
   * Bytes of a lease: 470 where each name has one address, 280 where it has four (measured with
   * JOL, compact headers), and what a transaction with all of them takes.
   */
  static final long PER_LEASE = 600;

  /** What the process takes without leases and policies. */
  private static final long BASE = 64L << 20;

  private static final int FEWEST = 10_000;
  private static final long MEGABYTE = 1L << 20;

  public MemoryBudget {
    if (heap <= 0) {
      throw new IllegalArgumentException("a heap of " + heap + " bytes");
    }
  }

  /** Of this process. */
  public static MemoryBudget ofProcess() {
    return new MemoryBudget(Runtime.getRuntime().maxMemory());
  }

  /** As many leases as fit into half of the heap twice, and not more than by default. */
  public Limits limits() {
    Limits most = Limits.DEFAULT;
    int leases = Math.clamp(heap / 2 / (2 * PER_LEASE), FEWEST, most.leases());
    return new Limits(
        most.addressesPerName(),
        most.namesPerAddress(),
        Math.min(most.leasesPerRule(), leases / 2),
        leases);
  }

  /**
   * Does nothing if a policy fits into memory beside what an engine has.
   *
   * @throws PlaneException if it does not
   */
  public void require(Engine engine, Policy next) {
    refusal(engine.policy(), next, engine.knowledge().size())
        .ifPresent(
            sentence -> {
              throw new PlaneException(sentence);
            });
  }

  /**
   * Why a policy cannot take the place of another: a sentence, or nothing if it can.
   *
   * @param leases that are held
   */
  public Optional<String> refusal(Policy running, Policy next, int leases) {
    // The new one is there once more as the text that the kernel is given.
    long needed = BASE + running.footprint() + 2 * next.footprint() + 2L * leases * PER_LEASE;
    if (needed <= heap) {
      return Optional.empty();
    }
    return Optional.of(
        "the policy does not fit into memory beside the one in force and "
            + leases
            + " learned addresses: that takes about "
            + needed / MEGABYTE
            + " MB, and the heap has "
            + heap / MEGABYTE
            + " MB; make lists smaller, or restart with a larger heap");
  }
}
