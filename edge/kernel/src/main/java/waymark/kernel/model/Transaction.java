package waymark.kernel.model;

/**
 * A transaction on the ruleset of nftables.
 *
 * @param generation the generation of the ruleset that it made
 * @param process the process that made it, by its id in the first PID namespace of the host
 */
public record Transaction(int generation, int process) {
  /** Stands for transactions whose events were lost: only a comparison shows what they changed. */
  public static final Transaction MISSED = new Transaction(-1, 0);
}
