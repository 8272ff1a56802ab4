package waymark.kernel.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waymark.state.KeptMap;

/**
 * The kernel settings that steering needs: {@link #set} changes them, and {@code waymark down}
 * restores them. The former values are on disk before the first is changed. If the disk refuses,
 * the settings are changed all the same, because steering matters more than restoring.
 */
public final class Sysctls {
  private static final Logger log = LoggerFactory.getLogger(Sysctls.class);

  private final Path root;
  private final KeptMap kept;

  /** The former values of what was set, of which some may not be on disk yet. */
  private final Map<String, String> former;

  private Map<String, String> onDisk;

  private final RetryLog keeping =
      new RetryLog(
          log,
          "The former values of the kernel's settings cannot be kept for 'waymark down'",
          "The former values of the kernel's settings are kept");

  /** For what it was asked last, and what could not be set then. */
  private volatile Asked asked = new Asked(List.of(), false, Set.of());

  private record Asked(List<String> devices, boolean forwarding, Set<String> refused) {}

  /**
   * The settings below a folder.
   *
   * @param root {@code /proc/sys}
   * @param kept where the former values are
   */
  public Sysctls(Path root, KeptMap kept) {
    this.root = root;
    this.kept = kept;
    onDisk = kept.read();
    former = new TreeMap<>(onDisk);
  }

  /**
   * The settings that must change for these links, with the values needed.
   *
   * @param forwarding whether this host forwards for others
   */
  Map<String, String> needed(List<String> devices, boolean forwarding) {
    Map<String, String> needed = new LinkedHashMap<>();
    // Connections that begin from now on count their bytes.
    need(needed, "net/netfilter/nf_conntrack_acct", "1");
    if (forwarding) {
      need(needed, "net/ipv4/ip_forward", "1");
      if (!"1".equals(read("net/ipv6/conf/all/forwarding"))) {
        // A host that forwards no longer listens to router advertisements, unless told so.
        for (String device : devicesOf("net/ipv6/conf")) {
          if ("1".equals(read("net/ipv6/conf/" + device + "/accept_ra"))) {
            needed.put("net/ipv6/conf/" + device + "/accept_ra", "2");
          }
        }
      }
      need(needed, "net/ipv6/conf/all/forwarding", "1");
    }
    for (String device : devices) {
      // The greater of this and conf/all counts: 1 is strict, 2 is loose whatever that says.
      String filter = "net/ipv4/conf/" + device + "/rp_filter";
      if (!read(filter).equals("2")
          && (read(filter).equals("1") || read("net/ipv4/conf/all/rp_filter").equals("1"))) {
        needed.put(filter, "2");
      }
      need(needed, "net/ipv4/conf/" + device + "/src_valid_mark", "1");
    }
    return needed;
  }

  private void need(Map<String, String> needed, String name, String value) {
    String now = read(name);
    if (!now.isEmpty() && !now.equals(value)) {
      needed.put(name, value);
    }
  }

  /** Sets what is needed. What cannot be set is reported and does not stop the rest. */
  public void set(List<String> devices, boolean forwarding) {
    Map<String, String> needed = needed(devices, forwarding);
    Set<String> refused = new HashSet<>();
    needed.keySet().forEach(name -> former.putIfAbsent(name, read(name)));
    keeping.make(this::keep);
    needed.forEach(
        (name, value) -> {
          if (!write(name, value)) {
            refused.add(name);
          }
        });
    asked = new Asked(List.copyOf(devices), forwarding, Set.copyOf(refused));
  }

  private void keep() {
    if (!former.equals(onDisk)) {
      kept.write(former);
      onDisk = Map.copyOf(former);
    }
  }

  /** Whether all is still as it was set. By any thread. */
  public boolean areSet() {
    Asked asked = this.asked;
    return asked.refused().containsAll(needed(asked.devices(), asked.forwarding()).keySet());
  }

  /** Puts everything back as it was. */
  public void restore() {
    former.forEach(this::write);
    former.clear();
    keep();
  }

  private List<String> devicesOf(String folder) {
    try (var devices = Files.list(root.resolve(folder))) {
      return devices
          .map(path -> path.getFileName().toString())
          .filter(name -> !name.equals("all"))
          .sorted()
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  /** The value, or an empty text where there is no such setting. */
  private String read(String name) {
    try {
      // Not readString: these files say that they have a size of 0.
      return Files.readAllLines(root.resolve(name)).getFirst();
    } catch (IOException e) {
      return "";
    }
  }

  /** Whether it is so now, or there is no such setting any more. */
  private boolean write(String name, String value) {
    try {
      Files.writeString(root.resolve(name), value);
      return true;
    } catch (NoSuchFileException e) {
      log.debug("{} went with its interface", name);
      return true;
    } catch (IOException e) {
      log.warn(
          "Cannot set {} to {}: {}; set it by hand", name.replace('/', '.'), value, e.toString());
      return false;
    }
  }
}
