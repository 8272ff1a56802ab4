package waymark.kernel.model;

/**
 * DNS that passed and taught nothing, since the start.
 *
 * @param unseen what was not read
 * @param crowded questions that were not remembered, because their client had too many without an
 *     answer
 */
public record DnsGaps(UnseenDns unseen, long crowded) {
  /** There are none. */
  public static final DnsGaps NONE = new DnsGaps(UnseenDns.NONE, 0);
}
