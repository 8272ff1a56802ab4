package waymark.app.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import waymark.app.lab.SiteAddresses.Block;

/** Replaces a list of names, a list of networks and the country file while Waymark runs. */
final class ChangedSources implements Scenario {
  /** Waymark checks them every five seconds, give or take a tenth. */
  private static final Duration LONGEST = Duration.ofSeconds(8);

  private static final Path FOLDER = Path.of("/run/lab");
  private static final String OLD_NAME = "www.old-list.example";
  private static final String NEW_NAME = "www.new-list.example";
  private static final InetAddress OLD_LISTED = SiteAddresses.parse("198.18.243.1");
  private static final InetAddress NEW_LISTED = SiteAddresses.parse("198.18.244.1");
  private static final InetAddress OLD_COUNTRY = SiteAddresses.parse("198.18.245.1");
  private static final InetAddress NEW_COUNTRY = SiteAddresses.parse("198.18.246.1");

  @Override
  public String title() {
    return "lists, countries";
  }

  @Override
  public void play(Lab lab) {
    write(
        "old-list.example\n",
        "198.18.243.0/24\n",
        Map.of("198.18.245.0/24", "NL", "198.18.246.0/24", "DE"));
    lab.router()
        .apply(
            "",
            """
            country-db: /run/lab/country.mmdb
            lists:
              names: { file: /run/lab/names.txt }
              networks: { file: /run/lab/networks.txt, format: networks }
            """,
            List.of(
                "- { name: names, to: isp2, lists: [names] }",
                "- { name: networks, to: isp2, lists: [networks] }",
                "- { name: country, to: isp2, countries: [NL] }"));
    InetAddress oldName = lab.addresses().ipv4(Block.EITHER);
    InetAddress newName = lab.addresses().ipv4(Block.EITHER);
    lab.zone().put(OLD_NAME, oldName);
    lab.zone().put(NEW_NAME, newName);
    named(lab, OLD_NAME, "names", Uplink.ISP2, "");
    named(lab, NEW_NAME, "default", Uplink.ISP1, "");
    visit(lab, OLD_LISTED, "networks", Uplink.ISP2, "");
    visit(lab, NEW_LISTED, "default", Uplink.ISP1, "");
    visit(lab, OLD_COUNTRY, "country", Uplink.ISP2, "NL");
    visit(lab, NEW_COUNTRY, "default", Uplink.ISP1, "DE");
    write(
        "new-list.example\n",
        "198.18.244.0/24\n",
        Map.of("198.18.245.0/24", "DE", "198.18.246.0/24", "NL"));
    lab.add(
        Turn.await(lab, NEW_LISTED, Uplink.ISP2, LONGEST)
            .row(title(), "list replaced", "networks", Uplink.ISP2, LONGEST));
    lab.add(
        Turn.await(lab, NEW_COUNTRY, Uplink.ISP2, LONGEST)
            .row(title(), "country file replaced", "country", Uplink.ISP2, LONGEST));
    // The list of names is a file of its own, which is checked at another time.
    lab.add(
        Turn.await(lab, oldName, Uplink.ISP1, LONGEST)
            .row(title(), OLD_NAME + " not listed", "default", Uplink.ISP1, LONGEST));
    // The kernel steers by the new policy shortly before names are matched by it.
    lab.router().awaitRule(NEW_NAME);
    named(lab, NEW_NAME, "names", Uplink.ISP2, "now listed");
    visit(lab, OLD_LISTED, "default", Uplink.ISP1, "no longer listed");
    visit(lab, OLD_COUNTRY, "default", Uplink.ISP1, "now DE");
  }

  private static void write(String names, String networks, Map<String, String> countries) {
    try {
      replace("names.txt", names.getBytes(StandardCharsets.US_ASCII));
      replace("networks.txt", networks.getBytes(StandardCharsets.US_ASCII));
      replace("country.mmdb", CountryFile.of(countries));
    } catch (IOException e) {
      throw new LabException("cannot write a list: " + e.getMessage(), e);
    }
  }

  private static void replace(String name, byte[] content) throws IOException {
    Path next = Files.write(FOLDER.resolve(name + ".next"), content);
    Files.move(next, FOLDER.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private void named(Lab lab, String name, String rule, Uplink expected, String note) {
    lab.add(NamedVisit.make(lab, title(), name, rule, expected, note));
  }

  private void visit(Lab lab, InetAddress site, String rule, Uplink expected, String note) {
    Uplink taken = lab.visit(site);
    lab.add(
        Row.of(
            title(),
            site.getHostAddress(),
            rule,
            expected.word(),
            taken.word(),
            0,
            Outcome.of(taken == expected),
            note));
  }
}
