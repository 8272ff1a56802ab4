package waymark.console;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.util.Fields;
import waymark.api.Explained;
import waymark.policy.Address;
import waymark.policy.Client;
import waymark.policy.DomainName;
import waymark.policy.Inquiry;
import waymark.policy.PortRange;
import waymark.policy.SyntaxException;

/**
 * The question of a request to {@code /api/v1/explain}.
 *
 * @param name the name in normal form; empty when the question is about an address
 * @param about the connections in question
 */
record ExplainQuery(String name, Optional<Address> address, Inquiry about) {
  private static final String NAME = "name";
  private static final String ADDRESS = "address";
  private static final String PORT = "port";
  private static final String FROM = "from";
  private static final Set<String> ALL = Set.of(NAME, ADDRESS, PORT, FROM);

  /**
   * Reads the parameters of a request.
   *
   * @throws SyntaxException when the parameters are not a valid question
   */
  static ExplainQuery parse(Fields fields) {
    String name = one(fields, NAME);
    String address = one(fields, ADDRESS);
    if (name.isEmpty() == address.isEmpty() || !ALL.containsAll(fields.getNames())) {
      throw new SyntaxException(
          "explain takes either a name or an address, and may be a port and from",
          "/api/v1/explain?name=www.example.com or /api/v1/explain?address=192.0.2.1&port=tcp/443");
    }
    Inquiry about = about(one(fields, PORT), one(fields, FROM));
    return address.isEmpty()
        ? new ExplainQuery(DomainName.normalize(name), Optional.empty(), about)
        : new ExplainQuery("", Optional.of(of(Address.parse(address), about)), about);
  }

  private static String one(Fields fields, String key) {
    Fields.Field field = fields.get(key);
    if (field == null) {
      return "";
    }
    if (field.getValues().size() > 1) {
      throw new SyntaxException(key + " is given twice", "it once");
    }
    return field.getValue();
  }

  private static Inquiry about(String port, String from) {
    return new Inquiry(
        port.isEmpty() ? List.of() : List.of(PortRange.parse(port)),
        from.isEmpty() ? List.of() : List.of(Client.parse(from)));
  }

  private static Address of(Address address, Inquiry about) {
    if (!about.mayBeTo(address)) {
      throw new SyntaxException(
          about.clients().getFirst() + " and " + address + " are not of one family",
          "both in IPv4 or both in IPv6");
    }
    return address;
  }

  Explained answer(Host host) {
    return address.isPresent() ? host.explain(address.get(), about) : host.explain(name, about);
  }
}
