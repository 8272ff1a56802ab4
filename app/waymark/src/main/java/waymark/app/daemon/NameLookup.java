package waymark.app.daemon;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import waymark.policy.Address;

/** Asks this host's resolver for the addresses of a name. */
final class NameLookup {
  private static final long PATIENCE_SECONDS = 2;

  private NameLookup() {}

  /** The addresses, in order; none when the resolver gives none in time. */
  static List<Address> of(String name) {
    CompletableFuture<List<Address>> found = new CompletableFuture<>();
    Thread.ofPlatform().daemon().name("waymark-lookup").start(() -> found.complete(ask(name)));
    try {
      return found.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      return List.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }

  private static List<Address> ask(String name) {
    try {
      return Stream.of(InetAddress.getAllByName(name))
          .map(address -> Address.parse(address.getHostAddress().replaceAll("%.*", "")))
          .distinct()
          .sorted()
          .toList();
    } catch (UnknownHostException e) {
      return List.of();
    }
  }
}
