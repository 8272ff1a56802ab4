package waymark.api;

import java.util.List;

/**
 * Open connections to an address that a policy would end.
 *
 * @param link the link that they leave by
 * @param to the links and groups that would be tried instead, in order
 * @param linkGoes whether they would end because the policy removes their link
 * @param connections the number of connections
 */
public record FlowMove(
    String address, String link, List<String> to, boolean linkGoes, long connections) {
  public FlowMove {
    to = List.copyOf(to);
  }
}
