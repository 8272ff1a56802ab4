package waymark.engine;

/** How much is held at most; over it, what is idle goes first, and nothing that is in use. */
public record Limits(int addressesPerName, int namesPerAddress, int leasesPerRule, int leases) {

  /** The limits of design: 1,000 · 64 · 100,000 · 1,000,000. */
  public static final Limits DEFAULT = new Limits(1_000, 64, 100_000, 1_000_000);

  public Limits {
    if (addressesPerName < 1 || namesPerAddress < 1 || leasesPerRule < 1 || leases < 1) {
      throw new IllegalArgumentException("a limit must be at least 1");
    }
  }
}
