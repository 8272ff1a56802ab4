package waymark.app.lab;

import java.util.List;

/**
 * A connection that stayed without an answer.
 *
 * @param site where it was to go
 * @param afterMillis how long it had waited when this was taken down
 * @param hosts what the kernels of the hosts said at that moment
 */
public record SilentConnection(String site, long afterMillis, List<HostState> hosts) {
  public SilentConnection {
    hosts = List.copyOf(hosts);
  }

  /**
   * What the kernel of a host said.
   *
   * @param state the output of several commands, each after a line with its name
   */
  public record HostState(String host, String state) {}
}
