package waymark.api;

import java.util.List;

/**
 * An address that another policy sends elsewhere.
 *
 * @param from links and groups in the order in which they are tried now, by connections that no
 *     rule of ports or clients is about
 * @param to those that would be tried
 */
public record AddressMove(String address, List<String> from, List<String> to) {
  public AddressMove {
    from = List.copyOf(from);
    to = List.copyOf(to);
  }
}
