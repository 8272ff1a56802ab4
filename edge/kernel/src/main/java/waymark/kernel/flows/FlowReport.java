package waymark.kernel.flows;

/** What a scan may report besides ending connections. */
enum FlowReport {
  /** The addresses that connections with a mark of ours go to. */
  USED,
  /** How many open connections leave by each link. */
  CONNECTIONS,
  /** The addresses that any connections go to. */
  DESTINATIONS
}
