package waymark.app.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import waymark.policy.Address;
import waymark.policy.AddressClass;
import waymark.policy.EgressPath;
import waymark.policy.InterfaceName;
import waymark.policy.SyntaxException;

/** Reads the keys {@code interface} and {@code gateway} of a link. */
final class LinkEgress {
  private static final String GATEWAY = "an address, or a list of one IPv4 and one IPv6 address";

  private final Fields fields;
  private final Findings findings;

  private LinkEgress(Fields fields, Findings findings) {
    this.fields = fields;
    this.findings = findings;
  }

  /** The link's egress path with its valid gateways; empty if the interface is invalid. */
  static Optional<EgressPath.Interface> read(Fields link, Findings findings) {
    LinkEgress egress = new LinkEgress(link, findings);
    List<Address> gateways = egress.gateways();
    Optional<String> device = egress.device();
    return device.isPresent()
        ? Optional.of(new EgressPath.Interface(device.get(), gateways))
        : Optional.empty();
  }

  private Optional<String> device() {
    if (!fields.has("interface") && !fields.hasAny(Keys.LINK.later())) {
      fields.missing("interface", InterfaceName.EXPECTED);
    }
    Optional<Value.Text> text = fields.text("interface", InterfaceName.EXPECTED);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    String problem = InterfaceName.problem(text.get().text());
    if (problem.isEmpty()) {
      return Optional.of(text.get().text());
    }
    findings.add(
        text.get().place(),
        fields.path("interface"),
        Fields.quoted(text.get()) + ", which " + problem,
        InterfaceName.EXPECTED);
    return Optional.empty();
  }

  private List<Address> gateways() {
    List<Address> gateways = new ArrayList<>();
    List<Value> values = fields.list("gateway", true, GATEWAY);
    for (int i = 0; i < values.size(); i++) {
      Optional<Value.Text> text = fields.word(values.get(i), "gateway", i, "an address");
      if (text.isPresent()) {
        gateway(text.get(), fields.path("gateway", i), gateways);
      }
    }
    return gateways;
  }

  private void gateway(Value.Text text, String path, List<Address> gateways) {
    Address address;
    try {
      address = Address.parse(text.text());
    } catch (SyntaxException e) {
      findings.add(text.place(), path, e.what(), GATEWAY);
      return;
    }
    switch (AddressClass.of(address)) {
      case UNSPECIFIED, LOOPBACK, MULTICAST ->
          findings.add(
              text.place(),
              path,
              "is '" + address + "', which cannot be a gateway",
              "the address of the next hop");
      case ORDINARY, LINK_LOCAL, PRIVATE, CGNAT, DOCUMENTATION -> {
        for (Address other : gateways) {
          if (other.isIpv4() == address.isIpv4()) {
            findings.add(
                text.place(),
                path,
                "is a second " + (address.isIpv4() ? "IPv4" : "IPv6") + " gateway",
                "at most one gateway of each family");
            return;
          }
        }
        gateways.add(address);
      }
    }
  }
}
