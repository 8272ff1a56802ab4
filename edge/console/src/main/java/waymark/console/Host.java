package waymark.console;

import waymark.api.Explained;
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

  /** Whether it decides already. */
  boolean isReady();
}
