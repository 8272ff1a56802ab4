package waymark.console;

import java.util.List;
import waymark.api.Conflicts;
import waymark.api.Events;
import waymark.api.Explained;
import waymark.api.PolicyFile;
import waymark.api.Status;
import waymark.api.Traffic;
import waymark.policy.Address;
import waymark.policy.Inquiry;

/** The host that is asked; by several threads at once. */
public interface Host {
  /** How it stands, while it starts as well. */
  Status status();

  /**
   * Why an address takes its link.
   *
   * @param address ready hosts only are asked
   * @param about which connections there
   */
  Explained explain(Address address, Inquiry about);

  /**
   * Which rules claim a name, and where its addresses go.
   *
   * @param name in normal form; ready hosts only are asked
   * @param about which connections there
   */
  Explained explain(String name, Inquiry about);

  /**
   * What happened after the event with that number.
   *
   * @param since 0 for all that is kept
   * @param limit the most events
   */
  Events events(long since, int limit);

  /** The addresses that rules claim through names that differ; ready hosts only are asked. */
  Conflicts conflicts();

  /** What passes its links; to ask makes it fresher for a while. */
  Traffic traffic();

  /** All figures for a monitoring system; ready hosts only are asked. */
  List<MetricFamily> metrics();

  /** What applying a file would change: a {@link waymark.api.Plan}. */
  RequestOutcome plan(PolicyFile file);

  /** Puts a file's policy in force: {@link waymark.api.Applied}. */
  RequestOutcome apply(PolicyFile file);

  /** Confirms the policy that waits for it: {@link waymark.api.Applied}. */
  RequestOutcome confirm();

  /** Whether it decides already. */
  boolean isReady();
}
