/**
 * Reports what rules refuse.
 *
 * <pre>
 *  REFUSE, STRAYS ─ limited in the kernel ─▶ log group ─▶ Denials: one thread ─▶ DenialTable
 *                                                            │ once a minute each
 *                                  engine: which rule, name? ▼
 *                                       DenialRecorder ─▶ event, journal
 * </pre>
 *
 * <p>Nothing here changes what is refused: a copy that is lost is a report that is lost.
 */
package waymark.kernel.denials;
