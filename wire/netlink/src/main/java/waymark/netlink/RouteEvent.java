package waymark.netlink;

/**
 * Something that changed in links, addresses, routes or rules. {@code …Present} is sent for what is
 * new and for what is there changed.
 *
 * <p>The kernel does not tell everything: when an interface goes down or away, its IPv4 routes go
 * without an event ({@code fib_table_flush} of {@code net/ipv4/fib_trie.c}). Who cares for them
 * looks at the link's event.
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
