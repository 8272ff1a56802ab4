package waymark.app.daemon;

import java.net.InetSocketAddress;
import java.util.List;
import waymark.console.Console;

/** The ports of the API, which go with the policy in force. Used by whoever replaces the policy. */
final class ApiPorts {
  private final Console console;
  private List<InetSocketAddress> inForce;

  ApiPorts(Console console, List<InetSocketAddress> inForce) {
    this.console = console;
    this.inForce = List.copyOf(inForce);
  }

  /**
   * Opens those of another policy; {@link #take} or {@link #undo} follows.
   *
   * @throws waymark.console.ConsoleException when one cannot be opened; then nothing has changed
   */
  void prepare(List<InetSocketAddress> wanted) {
    console.listen(wanted);
  }

  /** The other policy is in force. */
  void take(List<InetSocketAddress> wanted) {
    inForce = List.copyOf(wanted);
    console.listenOnly(inForce);
  }

  /** The other policy was refused. */
  void undo() {
    console.listen(inForce);
    console.listenOnly(inForce);
  }
}
