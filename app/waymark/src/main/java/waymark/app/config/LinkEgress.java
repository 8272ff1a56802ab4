package waymark.app.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import waymark.policy.Address;
import waymark.policy.AddressClass;
import waymark.policy.EgressPath;
import waymark.policy.InterfaceName;
import waymark.policy.NextHop;
import waymark.policy.SyntaxException;

/** Reads the keys {@code interface} and {@code gateway} of a link. */
final class LinkEgress {
  private static final String GATEWAY =
      "auto, an address, { via: ADDRESS, onlink: true }, or a list of one IPv4 and one IPv6 of"
          + " them";

  private static final Value NOTHING = new Value.Broken(Place.WHOLE);

  private final Fields fields;
  private final Findings findings;

  private LinkEgress(Fields fields, Findings findings) {
    this.fields = fields;
    this.findings = findings;
  }

  /** The link's egress path with its valid gateways; empty if the interface is invalid. */
  static Optional<EgressPath.Interface> read(Fields link, Findings findings) {
    LinkEgress egress = new LinkEgress(link, findings);
    NextHop nextHop = egress.nextHop();
    return egress.device().map(device -> new EgressPath.Interface(device, nextHop));
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

  private NextHop nextHop() {
    if (fields.value("gateway").orElse(NOTHING) instanceof Value.Text(_, String text, _)
        && text.equals(NextHop.AUTO)) {
      return new NextHop.OfDefaultRoute();
    }
    List<NextHop.Gateway> gateways = new ArrayList<>();
    if (fields.value("gateway").orElse(NOTHING) instanceof Value.Section section) {
      onLink(section, fields.path("gateway"), gateways);
    } else {
      List<Value> values = fields.list("gateway", true, GATEWAY);
      for (int i = 0; i < values.size(); i++) {
        String path = fields.path("gateway", i);
        if (values.get(i) instanceof Value.Section section) {
          onLink(section, path, gateways);
        } else {
          fields
              .word(values.get(i), "gateway", i, "an address")
              .ifPresent(text -> gateway(text, path, false, gateways));
        }
      }
    }
    return gateways.isEmpty() ? new NextHop.Destination() : new NextHop.Gateways(gateways);
  }

  private void onLink(Value.Section section, String path, List<NextHop.Gateway> gateways) {
    Fields gateway = Fields.open(section, path, Keys.GATEWAY, findings);
    boolean onLink = gateway.flag("onlink", false);
    if (!gateway.has("via")) {
      gateway.missing("via", "the address of the next hop");
    }
    gateway
        .text("via", "the address of the next hop")
        .ifPresent(text -> gateway(text, gateway.path("via"), onLink, gateways));
  }

  private void gateway(
      Value.Text text, String path, boolean onLink, List<NextHop.Gateway> gateways) {
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
        for (NextHop.Gateway other : gateways) {
          if (other.via().isIpv4() == address.isIpv4()) {
            findings.add(
                text.place(),
                path,
                "is a second " + (address.isIpv4() ? "IPv4" : "IPv6") + " gateway",
                "at most one gateway of each family");
            return;
          }
        }
        gateways.add(new NextHop.Gateway(address, onLink));
      }
    }
  }
}
