package waymark.app.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import waymark.kernel.model.ExemptionSettings;
import waymark.policy.Address;
import waymark.policy.AddressClass;
import waymark.policy.Network;
import waymark.policy.SyntaxException;

/** Reads the keys for traffic that passes regardless of the rules. */
final class ExemptionFields {
  private static final String MANAGEMENT =
      "a list of networks: [192.168.1.0/24, \"2001:db8::/32\"]";
  private static final String RESOLVERS = "a list of name servers: [192.168.1.1, \"2001:db8::53\"]";

  private ExemptionFields() {}

  /**
   * Reads {@code management} and {@code learn.resolvers}.
   *
   * @param learn the section {@code learn}, if the file has it
   */
  static ExemptionSettings read(Fields document, Optional<Fields> learn, Findings findings) {
    List<Network> management = new ArrayList<>();
    List<Value> networks = document.list("management", true, MANAGEMENT);
    for (int i = 0; i < networks.size(); i++) {
      Optional<Value.Text> text = document.word(networks.get(i), "management", i, "a network");
      if (text.isPresent()) {
        try {
          management.add(Network.parse(text.get().text()));
        } catch (SyntaxException e) {
          findings.add(text.get().place(), document.path("management", i), e.what(), e.expected());
        }
      }
    }
    return new ExemptionSettings(
        management,
        learn.isPresent() ? servers(learn.get(), "resolvers", findings) : List.of(),
        ExemptionSettings.RESOLV_CONF);
  }

  /** The name servers of a key. */
  static List<Address> servers(Fields learn, String key, Findings findings) {
    List<Address> resolvers = new ArrayList<>();
    List<Value> values = learn.list(key, true, RESOLVERS);
    for (int i = 0; i < values.size(); i++) {
      Optional<Value.Text> text = learn.word(values.get(i), key, i, "a name server");
      if (text.isPresent()) {
        try {
          resolvers.add(resolver(text.get().text()));
        } catch (SyntaxException e) {
          findings.add(text.get().place(), learn.path(key, i), e.what(), e.expected());
        }
      }
    }
    return resolvers;
  }

  private static Address resolver(String text) {
    Address address = Address.parse(text);
    return switch (AddressClass.of(address)) {
      case UNSPECIFIED, LOOPBACK, MULTICAST ->
          throw new SyntaxException(
              "'" + address + "' is not a name server beyond this host",
              "the address of a name server beyond this host");
      case ORDINARY, LINK_LOCAL, PRIVATE, CGNAT, DOCUMENTATION -> address;
    };
  }
}
