package waymark.health;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
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
  private final TrustedTls tls;
  private final RandomGenerator random;

  ProbeAttempt(
      LinkCheck link, Descriptor stop, Resolver resolver, TrustedTls tls, RandomGenerator random) {
    this.link = link;
    this.stop = stop;
    this.addresses = new Addresses(link.check().probe().host(), resolver);
    this.tls = tls;
    this.random = random;
  }

  /**
   * Tries the addresses of the host until one answers. Each gets half of the time that is left, the
   * last one all of it.
   */
  ProbeOutcome run() {
    long timeout = link.check().timeout().toNanos();
    long deadline = System.nanoTime() + timeout;
    Set<String> reasons = new LinkedHashSet<>();
    try {
      List<InetAddress> all = inOrder(addresses.now(timeout));
      for (int i = 0; i < all.size(); i++) {
        long start = System.nanoTime();
        long left = deadline - start;
        long until = start + (i == all.size() - 1 ? left : left / 2);
        try {
          probe(all.get(i), until);
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
  private List<InetAddress> inOrder(List<InetAddress> all) {
    if (all.size() < 2 || all.getLast() instanceof Inet4Address) {
      return all;
    }
    try {
      NetworkInterface device = NetworkInterface.getByName(link.device());
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

  private void probe(InetAddress to, long until) {
    switch (link.check().probe()) {
      case Probe.Tcp tcp -> BoundSocket.tcp(link, to, tcp.port(), stop, until).close();
      case Probe.Http http -> get(http, to, until);
      case Probe.Ping _ -> {
        try (BoundSocket socket = BoundSocket.echo(link, to, stop, until)) {
          new Echo(to instanceof Inet4Address, random).exchange(socket);
        }
      }
    }
  }

  private void get(Probe.Http http, InetAddress to, long until) {
    try (BoundSocket socket = BoundSocket.tcp(link, to, http.port(), stop, until)) {
      ByteStream stream =
          http.isSecure() ? Tls.open(socket, tls.context(), http.host(), http.port()) : socket;
      int status = Get.status(stream, http);
      if (status >= 400) {
        throw new ProbeException(http.uri() + ": status " + status);
      }
    }
  }
}
