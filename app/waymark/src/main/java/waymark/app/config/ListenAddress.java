package waymark.app.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import waymark.policy.Address;
import waymark.policy.SyntaxException;

/** Reads an address to listen on: {@code 127.0.0.1:8089}, {@code [::1]:8089}, or a port. */
final class ListenAddress {
  private static final String EXPECTED =
      "an address and a port, such as 127.0.0.1:8089 or [::1]:8089, or a port of this host alone";

  private ListenAddress() {}

  /** The addresses in a section's {@code listen}; none without the section. */
  static List<InetSocketAddress> read(Optional<Fields> section, Findings findings) {
    if (section.isEmpty()) {
      return List.of();
    }
    Fields fields = section.get();
    if (!fields.has("listen")) {
      fields.missing("listen", EXPECTED);
    }
    List<Value> items = fields.list("listen", true, EXPECTED);
    List<InetSocketAddress> found = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      Optional<Value.Text> text = fields.word(items.get(i), "listen", i, EXPECTED);
      if (text.isPresent()) {
        Optional<InetSocketAddress> address = parse(text.get().text());
        address.ifPresent(found::add);
        if (address.isEmpty()) {
          findings.add(
              text.get().place(), fields.path("listen", i), Fields.quoted(text.get()), EXPECTED);
        }
      }
    }
    return found;
  }

  /** Never takes a name, because its address may change. */
  static Optional<InetSocketAddress> parse(String text) {
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? "127.0.0.1" : text.substring(0, colon);
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    try {
      int port = Integer.parseInt(text.substring(colon + 1));
      Address address = Address.parse(bracketed ? host.substring(1, host.length() - 1) : host);
      // Without brackets, the last group of an IPv6 address would be read as the port.
      if (port < 1 || port > 65_535 || bracketed == address.isIpv4()) {
        return Optional.empty();
      }
      return Optional.of(new InetSocketAddress(InetAddress.ofLiteral(address.toString()), port));
    } catch (NumberFormatException | SyntaxException e) {
      return Optional.empty();
    }
  }
}
