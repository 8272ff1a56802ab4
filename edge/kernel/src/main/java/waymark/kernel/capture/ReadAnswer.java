package waymark.kernel.capture;

import java.util.List;
import waymark.policy.Address;

/**
 * What an answer says, for the journal.
 *
 * @param client whom it is for
 * @param names the name asked for and its CNAMEs; one at least
 * @param addresses the first that they lead to
 */
record ReadAnswer(Address client, List<String> names, List<Address> addresses, Worth worth) {
  /** Whether it is learned from. */
  enum Worth {
    /** It is, where a rule matches its names. */
    COUNTS,
    /** It is not, because its server does not count. */
    UNTRUSTED,
    /** It has a response code other than 0. */
    FAILED
  }
}
