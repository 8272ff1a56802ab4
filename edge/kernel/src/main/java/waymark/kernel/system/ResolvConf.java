package waymark.kernel.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import waymark.policy.Address;
import waymark.policy.AddressClass;
import waymark.policy.SyntaxException;

/** The name servers of the system: resolv.conf(5). */
public final class ResolvConf {
  /** The file with the upstream servers of systemd-resolved: systemd-resolved.service(8). */
  private static final Path OF_LOCAL_RESOLVER = Path.of("/run/systemd/resolve/resolv.conf");

  private ResolvConf() {}

  /** The name servers outside of this host; empty when the file cannot be read. */
  public static List<Address> servers(Path file) {
    return servers(file, OF_LOCAL_RESOLVER);
  }

  /**
   * The name servers outside of this host that a file lists.
   *
   * @param behind the file with the upstream servers of a local resolver, read when the first file
   *     lists one
   */
  public static List<Address> servers(Path file, Path behind) {
    List<Address> all = named(file);
    List<Address> beyond = new ArrayList<>(all);
    if (beyond.removeIf(ResolvConf::isHere)) {
      beyond.addAll(named(behind));
      beyond.removeIf(ResolvConf::isHere);
    }
    return beyond;
  }

  private static boolean isHere(Address address) {
    AddressClass addressClass = AddressClass.of(address);
    return addressClass == AddressClass.LOOPBACK || addressClass == AddressClass.UNSPECIFIED;
  }

  private static List<Address> named(Path file) {
    List<Address> servers = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
        List<String> words = List.of(line.strip().split("\\s+", 3));
        if (words.size() > 1 && words.getFirst().equals("nameserver")) {
          String address = words.get(1);
          int zone = address.indexOf('%');
          servers.add(Address.parse(zone < 0 ? address : address.substring(0, zone)));
        }
      }
    } catch (IOException | SyntaxException _) {
      // A file that is incomplete or invalid: what could be read counts until it is corrected.
    }
    return servers;
  }
}
