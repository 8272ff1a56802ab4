package waymark.app.config;

import java.util.List;

/**
 * The keys of one kind of section.
 *
 * @param known the keys of this version
 * @param later keys that are planned but not implemented
 */
record Keys(List<String> known, List<String> later) {
  static final Keys DOCUMENT =
      new Keys(
          List.of(
              "links",
              "groups",
              "lists",
              "rules",
              "default",
              "learn",
              "plane",
              "state",
              "marks",
              "forwarding",
              "management",
              "country-db",
              "api",
              "journal",
              "denials"),
          List.of("proxy", "server"));
  static final Keys LINK =
      new Keys(
          List.of("interface", "gateway", "masquerade", "weight", "check"),
          List.of("socks5", "http-proxy", "username", "password"));
  static final Keys GATEWAY = new Keys(List.of("via", "onlink"), List.of());
  static final Keys CHECK =
      new Keys(
          List.of("tcp", "http", "ping", "every", "timeout", "down-after", "up-after"), List.of());
  static final Keys RULE =
      new Keys(
          List.of(
              "name",
              "to",
              "domains",
              "networks",
              "countries",
              "asn",
              "lists",
              "ports",
              "from",
              "weight",
              "ttl",
              "keep",
              "private",
              "reconnect"),
          List.of("sni", "prefer", "avoid"));
  static final Keys LIST = new Keys(List.of("file", "url", "every", "format"), List.of());
  static final Keys GROUP = new Keys(List.of("links", "strategy"), List.of());
  static final Keys TTL = new Keys(List.of("min", "max"), List.of());
  static final Keys LEARN =
      new Keys(
          List.of("dns", "resolvers", "ports", "trust", "without-daemon"),
          List.of("resolve", "feed"));
  static final Keys PLANE = new Keys(List.of("mode", "table", "metric", "timeout"), List.of());
  static final Keys DNS = new Keys(List.of("mode", "max-hold", "group", "queue"), List.of());
  static final Keys TRUST = new Keys(List.of("only"), List.of());
  static final Keys API = new Keys(List.of("listen"), List.of());
  static final Keys JOURNAL = new Keys(List.of("mode", "size", "days"), List.of());
  static final Keys DENIALS = new Keys(List.of("group"), List.of());
  static final Keys MARKS = new Keys(List.of("mask", "labels", "tables", "priority"), List.of());
}
