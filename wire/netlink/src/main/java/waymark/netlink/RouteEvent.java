package waymark.netlink;

/**
 * A change of links, addresses, routes or rules. {@code …Present} reports new and modified objects.
 *
 * <p>The kernel does not report everything: when an interface goes down or is deleted, its IPv4
 * routes disappear without an event ({@code fib_table_flush} of {@code net/ipv4/fib_trie.c}). Watch
 * the event of the link for them.
 */
public sealed interface RouteEvent {
  record LinkPresent(RouteLink link) implements RouteEvent {}

  record LinkGone(RouteLink link) implements RouteEvent {}

  record AddressPresent(RouteAddress address) implements RouteEvent {}

  record AddressGone(RouteAddress address) implements RouteEvent {}

  record RoutePresent(Route route) implements RouteEvent {}

  record RouteGone(Route route) implements RouteEvent {}

  record RulePresent(RouteRule rule) implements RouteEvent {}

  record RuleGone(RouteRule rule) implements RouteEvent {}

  /** The reader was too slow and the kernel dropped events: everything has to be listed again. */
  record Lost() implements RouteEvent {}
}
