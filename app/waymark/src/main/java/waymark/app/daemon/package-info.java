/**
 * The parts of {@code waymark run}: the policy in force and how it is replaced, link checks, lists,
 * and the host's side of the API.
 *
 * <pre>
 *  apply, SIGHUP, changed file ─▶ RunningPolicy ─▶ KernelHost.replace
 *  lists, countries ─▶ PolicySource ─┘     health checks ─▶ CheckedLinks ─▶ KernelHost.judge
 * </pre>
 */
package waymark.app.daemon;
