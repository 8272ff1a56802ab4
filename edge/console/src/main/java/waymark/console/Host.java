package waymark.console;

import java.util.List;
import waymark.api.Conflicts;
import waymark.api.Denials;
import waymark.api.Events;
import waymark.api.Explained;
import waymark.api.Lists;
import waymark.api.Log;
import waymark.api.PolicyFile;
import waymark.api.Status;
import waymark.api.Traffic;
import waymark.policy.Address;
import waymark.policy.Inquiry;

/** The host behind the API. Called by several threads at once. */
public interface Host {
  /** The state of the host, also during its start. */
  Status status();

  /**
   * Explains the link of an address. Only for a ready host.
   *
   * @param address the address
   * @param about which connections there
   */
  Explained explain(Address address, Inquiry about);

  /**
   * Explains the rules that claim a name, and the links of its addresses. Only for a ready host.
   *
   * @param name the name in normal form
   * @param about which connections there
   */
  Explained explain(String name, Inquiry about);

  /**
   * The events after the one with a number.
   *
   * @param since the number; 0 for all events that are kept
   * @param limit the most events
   */
  Events events(long since, int limit);

  /**
   * A page of the journal.
   *
   * @throws IllegalStateException when its files cannot be read
   */
  Log log(LogQuery query);

  /** The addresses that several rules claim through different names. Only for a ready host. */
  Conflicts conflicts();

  /** The traffic of the links; after a call it is measured more often for a while. */
  Traffic traffic();

  /** What was refused of late. Only for a ready host. */
  Denials denials();

  /** What rules take from lists and the country file. Only for a ready host. */
  Lists lists();

  /** Fetches all lists now, and tells what {@link #lists} does then. Only for a ready host. */
  Lists refreshLists();

  /** All metrics, for a monitoring system. Only for a ready host. */
  List<MetricFamily> metrics();

  /** Answers with the changes that applying a file would make: a {@link waymark.api.Plan}. */
  RequestOutcome plan(PolicyFile file);

  /** Puts the policy of a file in force, and answers {@link waymark.api.Applied}. */
  RequestOutcome apply(PolicyFile file);

  /** Confirms the policy on trial, and answers {@link waymark.api.Applied}. */
  RequestOutcome confirm();

  /** Rolls back the policy on trial, and answers {@link waymark.api.Applied} of the one before. */
  RequestOutcome rollBack();

  /** Whether the host is ready: its policy is in the kernel. */
  boolean isReady();
}
