package waymark.engine;

import java.util.List;
import waymark.policy.Address;

/** What happened to the leases of one name on one address. */
public sealed interface LeaseEvent {
  String name();

  Address address();

  /**
   * The address is held because of the name.
   *
   * @param names the name and the CNAMEs that led to the address
   * @param expires when the record ends, or when the address was last used if that is later, in
   *     milliseconds since the epoch
   */
  record Held(List<String> names, Address address, long expires) implements LeaseEvent {
    @Override
    public String name() {
      return names.getFirst();
    }
  }

  /** The address is no longer held because of the name. */
  record Ended(String name, Address address) implements LeaseEvent {}
}
