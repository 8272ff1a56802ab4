package waymark.api;

import java.util.List;

/**
 * An address that another policy routes differently.
 *
 * @param from the links and groups that are tried now, in order, for connections that no rule with
 *     ports or clients covers
 * @param to the links and groups that the other policy would try
 */
public record AddressMove(String address, List<String> from, List<String> to) {
  public AddressMove {
    from = List.copyOf(from);
    to = List.copyOf(to);
  }
}
