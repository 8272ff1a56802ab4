package waymark.api;

import java.util.List;

/**
 * Open connections to an address that would be ended.
 *
 * @param link that they leave by
 * @param to what would be tried instead, in order
 * @param linkGoes whether because the link goes
 * @param connections how many
 */
public record FlowMove(
    String address, String link, List<String> to, boolean linkGoes, long connections) {
  public FlowMove {
    to = List.copyOf(to);
  }
}
