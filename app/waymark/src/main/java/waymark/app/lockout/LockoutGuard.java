package waymark.app.lockout;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import waymark.app.cli.Exit;
import waymark.app.cli.Failure;
import waymark.kernel.model.ExemptionSettings;
import waymark.policy.Address;
import waymark.policy.AddressClass;
import waymark.policy.Flow;
import waymark.policy.Outlet;
import waymark.policy.Policy;
import waymark.policy.Transport;

/**
 * Whether a policy would cut off the session that puts it in force.
 *
 * <p>What others open to a listening port of this host goes on, replies included. But a session may
 * come in by a tunnel that this host has opened itself, and that is egress. Only tunnels by TCP are
 * seen.
 *
 * @param sockets those of this host
 */
public record LockoutGuard(
    Policy policy, ExemptionSettings exemptionSettings, Processes processes, TcpTable sockets) {
  private static final Path PROC = Path.of("/proc");

  /**
   * Refuses a policy that would cut off the session of a process.
   *
   * @param exemptionSettings what passes besides
   * @param processes seen from that one
   * @throws Failure that says how
   */
  public static void require(
      Policy policy, ExemptionSettings exemptionSettings, Processes processes) {
    if (!policy.deniesByDefault()) {
      return;
    }
    LockoutGuard lockoutGuard =
        new LockoutGuard(
            policy, exemptionSettings, processes, TcpTable.read(PROC.resolve("self/net")));
    Optional<Address> lost = lockoutGuard.lost();
    if (lost.isPresent()) {
      throw new Failure(
          Exit.WRONG,
          "this policy would cut off the session that it is started from: that depends on"
              + " connections to "
              + lost.get()
              + ", which no rule lets out directly",
          "add the address to management, or say --yes");
    }
  }

  /** An address that the session of that process depends on and that would be refused. */
  Optional<Address> lost() {
    Set<Integer> listening = sockets.listening();
    for (Session session : Session.of(processes, sockets)) {
      Optional<Address> lost =
          AddressClass.of(session.client()) == AddressClass.LOOPBACK
              ? behind(session, listening)
              : listening.contains(session.serverPort())
                      || passes(session.client(), session.clientPort())
                  ? Optional.empty()
                  : Optional.of(session.client());
      if (lost.isPresent()) {
        return lost;
      }
    }
    return Optional.empty();
  }

  /** A session from this host itself: whoever brings it here has a connection of its own. */
  private Optional<Address> behind(Session session, Set<Integer> listening) {
    for (TcpTable.Socket end : sockets.sockets()) {
      if (end.isEstablished()
          && end.local().equals(session.client())
          && end.localPort() == session.clientPort()
          && end.remotePort() == session.serverPort()) {
        for (Path process : processes.all()) {
          Set<Long> own = Processes.sockets(process);
          if (own.contains(end.inode())) {
            return refused(own, listening);
          }
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Address> refused(Set<Long> own, Set<Integer> listening) {
    for (TcpTable.Socket socket : sockets.sockets()) {
      if (socket.isEstablished()
          && own.contains(socket.inode())
          && AddressClass.of(socket.remote()) != AddressClass.LOOPBACK
          && !listening.contains(socket.localPort())
          && !passes(socket.remote(), socket.remotePort())) {
        return Optional.of(socket.remote());
      }
    }
    return Optional.empty();
  }

  /** Whether a connection there that is open already goes on. */
  private boolean passes(Address address, int port) {
    if (exemptionSettings.management().stream().anyMatch(network -> network.contains(address))) {
      return true;
    }
    Flow flow = new Flow(Optional.of(Transport.TCP), port, address, "");
    Outlet first = policy.decide(policy.decisive(address)).to(flow).getFirst();
    return first.isDirect();
  }
}
