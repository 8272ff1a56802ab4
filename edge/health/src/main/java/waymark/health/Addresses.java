package waymark.health;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The addresses of a probe's host, IPv4 first.
 *
 * <p>A name is resolved again for each probe, on a separate thread, because the system's resolver
 * may block for long. Until it answers, the last addresses stay in use: the probe checks the link
 * and not the resolver. A probe fails only for a name that has never had an address.
 */
final class Addresses {
  private final String host;
  private final Resolver resolver;
  private CompletableFuture<List<InetAddress>> asked = new CompletableFuture<>();
  private boolean waiting;
  private List<InetAddress> known = List.of();

  Addresses(String host, Resolver resolver) {
    this.host = host;
    this.resolver = resolver;
    if (CheckedHost.isAddress(host)) {
      known = List.of(InetAddress.ofLiteral(host));
    }
  }

  /**
   * The present addresses, at least one.
   *
   * @param patience the longest wait for the resolver, in nanoseconds
   * @throws ProbeException when there has never been an address
   */
  List<InetAddress> now(long patience) {
    if (CheckedHost.isAddress(host)) {
      return known;
    }
    boolean late = waiting;
    if (!waiting) {
      ask();
    }
    // Half of the time is for the probe itself; a resolver that is late already gets no more of it.
    long wait = known.isEmpty() ? patience : late ? 0 : patience / 2;
    try {
      known = asked.get(wait, TimeUnit.NANOSECONDS);
      waiting = false;
    } catch (TimeoutException _) {
      if (known.isEmpty()) {
        throw new ProbeException("the resolver has no answer for " + host + " yet");
      }
    } catch (ExecutionException e) {
      waiting = false;
      if (known.isEmpty()) {
        Throwable cause = e.getCause();
        String reason = cause == null ? "unknown" : String.valueOf(cause.getMessage());
        throw new ProbeException("no address of " + host + ": " + reason);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProbeException("interrupted while resolving " + host);
    }
    return known;
  }

  private void ask() {
    CompletableFuture<List<InetAddress>> answer = new CompletableFuture<>();
    asked = answer;
    waiting = true;
    Thread.ofPlatform()
        .daemon()
        .name("resolve-" + host)
        .start(
            () -> {
              try {
                answer.complete(ipv4First(resolver.addresses(host)));
              } catch (UnknownHostException | RuntimeException | Error e) {
                answer.completeExceptionally(e);
              }
            });
  }

  private static List<InetAddress> ipv4First(List<InetAddress> addresses)
      throws UnknownHostException {
    List<InetAddress> sorted = new ArrayList<>(addresses);
    sorted.sort((a, b) -> Boolean.compare(b instanceof Inet4Address, a instanceof Inet4Address));
    if (sorted.isEmpty()) {
      throw new UnknownHostException("the answer is empty");
    }
    return sorted;
  }
}
