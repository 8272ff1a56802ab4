package waymark.console;

import waymark.api.Explained;
import waymark.api.PolicyFile;
import waymark.api.Status;
import waymark.policy.Address;

/** The host that is asked; by several threads at once. */
public interface Host {
  /** How it stands, while it starts as well. */
  Status status();

  /**
   * Why an address takes its link.
   *
   * @param address ready hosts only are asked
   */
  Explained explain(Address address);

  /**
   * Which rules claim a name, and where its addresses go.
   *
   * @param name in normal form; ready hosts only are asked
   */
  Explained explain(String name);

  /** What applying a file would change: a {@link waymark.api.Plan}. */
  Outcome plan(PolicyFile file);

  /** Puts a file's policy in force: {@link waymark.api.Applied}. */
  Outcome apply(PolicyFile file);

  /** Confirms the policy that waits for it: {@link waymark.api.Applied}. */
  Outcome confirm();

  /** Whether it decides already. */
  boolean isReady();
}
