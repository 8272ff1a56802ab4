package waymark.health;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import waymark.linux.Descriptor;
import waymark.linux.Errno;
import waymark.linux.LinuxException;

/** Probes one link once per call. One thread at a time. */
final class ProbeAttempt {
  private static final int MOST_REASONS = 3;

  private final LinkCheck link;
  private final Descriptor stop;
  private final Addresses addresses;
  private final UnaryOperator<String> devices;
  private final TrustedTls tls;
  private final RandomGenerator random;

  ProbeAttempt(LinkCheck link, Descriptor stop, ProbeEnvironment probeEnvironment) {
    this.link = link;
    this.stop = stop;
    addresses = new Addresses(link.check().probe().host(), probeEnvironment.resolver());
    devices = probeEnvironment.devices();
    tls = probeEnvironment.tls();
    random = probeEnvironment.random();
  }

  /**
   * Tries the addresses of the host until one answers. Each gets half of the time that is left, the
   * last one all of it.
   */
  ProbeOutcome run() {
    long timeout = link.check().timeout().toNanos();
    long deadline = System.nanoTime() + timeout;
    Set<String> reasons = new LinkedHashSet<>();
    // The interface may have been renamed since the last attempt.
    LinkCheck bound = link.at(devices.apply(link.device()));
    try {
      List<InetAddress> all = inOrder(addresses.now(timeout), bound.device());
      for (int i = 0; i < all.size(); i++) {
        long start = System.nanoTime();
        long left = deadline - start;
        long until = start + (i == all.size() - 1 ? left : left / 2);
        try {
          probe(bound, all.get(i), until);
          return new ProbeOutcome.Good(System.nanoTime() - start);
        } catch (ProbeException e) {
          reasons.add(e.reason());
        }
      }
    } catch (ProbeException e) {
      reasons.add(e.reason());
    } catch (LinuxException e) {
      reasons.add(
          e.errno() == Errno.ENODEV ? "there is no interface " + link.device() : e.getMessage());
    } catch (RuntimeException e) {
      // Whatever the fault, the next attempt must follow.
      reasons.add("the probe failed: " + e);
    }
    return new ProbeOutcome.Bad(String.join("; ", reasons.stream().limit(MOST_REASONS).toList()));
  }

  /**
   * Sorts IPv6 first on an interface without an IPv4 address. The kernel does not refuse IPv4
   * there: without a route it assumes that a bound socket's destination is on the link
   * (ip_route_output_key_hash_rcu in net/ipv4/route.c), where nothing answers.
   */
  private static List<InetAddress> inOrder(List<InetAddress> all, String name) {
    if (all.size() < 2 || all.getLast() instanceof Inet4Address) {
      return all;
    }
    try {
      NetworkInterface device = NetworkInterface.getByName(name);
      if (device == null || device.inetAddresses().anyMatch(Inet4Address.class::isInstance)) {
        return all;
      }
    } catch (SocketException _) {
      return all;
    }
    List<InetAddress> ipv6First = new ArrayList<>(all);
    ipv6First.sort((a, b) -> Boolean.compare(a instanceof Inet4Address, b instanceof Inet4Address));
    return ipv6First;
  }

  private void probe(LinkCheck bound, InetAddress to, long until) {
    switch (bound.check().probe()) {
      case Probe.Tcp tcp -> BoundSocket.tcp(bound, to, tcp.port(), stop, until).close();
      case Probe.Http http -> get(bound, http, to, until);
      case Probe.Ping _ -> {
        try (BoundSocket socket = BoundSocket.echo(bound, to, stop, until)) {
          new Echo(to instanceof Inet4Address, random).exchange(socket);
        }
      }
    }
  }

  private void get(LinkCheck bound, Probe.Http http, InetAddress to, long until) {
    try (BoundSocket socket = BoundSocket.tcp(bound, to, http.port(), stop, until)) {
      ByteStream stream =
          http.isSecure() ? Tls.open(socket, tls.context(), http.host(), http.port()) : socket;
      int status = Get.status(stream, http);
      if (status >= 400) {
        throw new ProbeException(http.uri() + ": status " + status);
      }
    }
  }
}
