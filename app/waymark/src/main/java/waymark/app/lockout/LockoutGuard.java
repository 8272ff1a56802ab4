package waymark.app.lockout;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import waymark.app.cli.Exit;
import waymark.app.cli.Failure;
import waymark.kernel.model.ExemptionSettings;
import waymark.linux.TcpTable;
import waymark.policy.Address;
import waymark.policy.AddressClass;
import waymark.policy.Flow;
import waymark.policy.Outlet;
import waymark.policy.Policy;
import waymark.policy.Transport;

/**
 * Decides whether a policy would cut off the session that puts it in force.
 *
 * <p>Connections of others to a listening port of this host go on, replies included. But a session
 * may come in through a tunnel that this host has opened itself, which is egress. Only TCP tunnels
 * are seen.
 *
 * @param sockets those of this host
 */
public record LockoutGuard(
    Policy policy, ExemptionSettings exemptionSettings, Processes processes, TcpTable sockets) {
  /**
   * Refuses a policy that would cut off the session of a process.
   *
   * @param exemptionSettings what passes whatever the policy says
   * @param processes seen from that process
   * @throws Failure that names the address that it depends on
   */
  public static void require(
      Policy policy, ExemptionSettings exemptionSettings, Processes processes) {
    if (!policy.deniesByDefault()) {
      return;
    }
    LockoutGuard lockoutGuard =
        new LockoutGuard(policy, exemptionSettings, processes, TcpTable.own());
    Optional<Address> lost = lockoutGuard.lost();
    if (lost.isPresent()) {
      throw new Failure(
          Exit.WRONG,
          "this policy would cut off your session, which depends on connections to "
              + lost.get()
              + " that no rule sends to direct",
          "add the address to management, or use --yes");
    }
  }

  /** An address that the process's session depends on and that the policy would refuse. */
  Optional<Address> lost() {
    Set<Integer> listening = sockets.listeningPorts();
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
          && address(end.local()).equals(session.client())
          && end.local().getPort() == session.clientPort()
          && end.remote().getPort() == session.serverPort()) {
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
      Address remote = address(socket.remote());
      if (socket.isEstablished()
          && own.contains(socket.inode())
          && AddressClass.of(remote) != AddressClass.LOOPBACK
          && !listening.contains(socket.local().getPort())
          && !passes(remote, socket.remote().getPort())) {
        return Optional.of(remote);
      }
    }
    return Optional.empty();
  }

  static Address address(InetSocketAddress end) {
    return Address.of(end.getAddress().getAddress());
  }

  /** Whether an open connection to there goes on. */
  private boolean passes(Address address, int port) {
    if (exemptionSettings.management().stream().anyMatch(network -> network.contains(address))) {
      return true;
    }
    Flow flow = new Flow(Optional.of(Transport.TCP), port, address, "");
    Outlet first = policy.decide(policy.decisive(address)).to(flow).getFirst();
    return first.isDirect();
  }
}
