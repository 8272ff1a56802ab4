package waymark.kernel.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import waymark.policy.Address;
import waymark.policy.Network;
import waymark.policy.SyntaxException;

/**
 * The name servers that a host knows: those that its system and its DHCP clients were given, and a
 * list of public ones.
 */
public final class KnownResolvers {
  /** Files and folders with {@code nameserver} lines: resolv.conf(5). */
  private static final List<String> RESOLV_CONFS =
      List.of(
          "run/systemd/resolve/resolv.conf",
          "run/NetworkManager/resolv.conf",
          "run/NetworkManager/no-stub-resolv.conf",
          "run/resolvconf/interface",
          "run/resolvconf/interfaces",
          "run/connman/resolv.conf",
          "run/dnsmasq/resolv.conf",
          "tmp/resolv.conf.d",
          "tmp/resolv.conf.auto",
          "etc/ppp/resolv.conf");

  /**
   * Leases of systemd-networkd, dhclient and udhcpc, with the addresses behind one of the words.
   */
  private static final List<String> LEASES =
      List.of(
          "run/systemd/netif/leases",
          "run/systemd/netif/links",
          "var/lib/dhcp",
          "var/lib/dhclient");

  private static final List<String> WORDS =
      List.of("DNS=", "option domain-name-servers ", "option dhcp6.name-servers ");

  private static final String PUBLIC = "public-resolvers.txt";
  private static final long LARGEST = 1 << 20;

  private final Path root;
  private final Path resolvConf;

  /**
   * @param root of the files; {@code /} but for tests
   * @param resolvConf the file where programs look for name servers
   */
  public KnownResolvers(Path root, Path resolvConf) {
    this.root = root;
    this.resolvConf = resolvConf;
  }

  /** The name servers of the system and of its DHCP clients, as its files say now. */
  public Set<Address> ofSystem() {
    Set<Address> found = new HashSet<>(ResolvConf.servers(resolvConf));
    for (String place : RESOLV_CONFS) {
      files(root.resolve(place)).forEach(file -> found.addAll(ResolvConf.servers(file)));
    }
    for (String place : LEASES) {
      files(root.resolve(place)).forEach(file -> addLeased(file, found));
    }
    return found;
  }

  /** The networks of well-known public name servers. */
  public static List<Network> ofPublic() {
    try (var stream = KnownResolvers.class.getResourceAsStream(PUBLIC)) {
      byte[] bytes = Objects.requireNonNull(stream, PUBLIC).readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.replaceFirst("#.*", "").strip())
          .filter(line -> !line.isEmpty())
          .map(Network::parse)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file, or those of a folder; none where there is neither. */
  private static List<Path> files(Path place) {
    List<Path> files = new ArrayList<>();
    if (Files.isRegularFile(place)) {
      files.add(place);
    } else if (Files.isDirectory(place)) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(place)) {
        for (Path entry : entries) {
          if (Files.isRegularFile(entry)) {
            files.add(entry);
          }
        }
      } catch (IOException | DirectoryIteratorException _) {
        // A folder that vanishes while it is read: what was found counts.
      }
    }
    return files;
  }

  private static void addLeased(Path file, Set<Address> found) {
    try {
      if (Files.size(file) > LARGEST) {
        return;
      }
      for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
        String text = line.strip();
        for (String word : WORDS) {
          if (text.startsWith(word)) {
            addAll(text.substring(word.length()), found);
          }
        }
      }
    } catch (IOException _) {
      // A lease that vanishes while it is read is none.
    }
  }

  private static void addAll(String addresses, Set<Address> found) {
    for (String address : addresses.split("[ ,;]+", -1)) {
      try {
        found.add(Address.parse(address.replaceFirst("[%#].*", "")));
      } catch (SyntaxException _) {
        // DNS over TLS may be written with a name behind the address.
      }
    }
  }
}
