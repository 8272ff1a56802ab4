package waymark.kernel.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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

  /** The former values of changed settings, some of which may not be on disk yet. */
  private final Map<String, String> former;

  private Map<String, String> onDisk;

  private final RetryLog keeping =
      new RetryLog(
          log,
          "The former values of kernel settings cannot be saved for 'waymark down'",
          "The former values of kernel settings are saved");

  /** The last call of {@link #set}, and the settings that the kernel refused. */
  private Optional<Asked> asked = Optional.empty();

  private record Asked(List<String> devices, boolean forwarding, Set<String> refused) {}

  /**
   * Settings below a folder.
   *
   * @param root {@code /proc/sys}
   * @param kept the file of the former values
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
   * @param forwarding whether this host forwards packets
   */
  Map<String, String> needed(List<String> devices, boolean forwarding) {
    Map<String, String> needed = new LinkedHashMap<>();
    // From now on the kernel counts the bytes of new connections.
    need(needed, "net/netfilter/nf_conntrack_acct", "1");
    if (forwarding) {
      need(needed, "net/ipv4/ip_forward", "1");
      if (!"1".equals(read("net/ipv6/conf/all/forwarding"))) {
        // A forwarding host ignores router advertisements unless accept_ra is 2.
        for (String device : devicesOf("net/ipv6/conf")) {
          if ("1".equals(read("net/ipv6/conf/" + device + "/accept_ra"))) {
            needed.put("net/ipv6/conf/" + device + "/accept_ra", "2");
          }
        }
      }
      need(needed, "net/ipv6/conf/all/forwarding", "1");
    }
    for (String device : devices) {
      // The maximum of this and conf/all applies: 1 is strict, 2 is loose.
      String filter = "net/ipv4/conf/" + device + "/rp_filter";
      // A device that is not there has no settings.
      if (!read(filter).isEmpty()
          && !read(filter).equals("2")
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

  /** Changes the needed settings. A refusal is logged, and the other settings are still changed. */
  public void set(List<String> devices, boolean forwarding) {
    Map<String, String> needed = needed(devices, forwarding);
    Set<String> refused = new HashSet<>();
    needed.keySet().forEach(name -> former.putIfAbsent(name, read(name)));
    keeping.attempt(this::keep);
    needed.forEach(
        (name, value) -> {
          if (!write(name, value)) {
            refused.add(name);
          }
        });
    asked = Optional.of(new Asked(List.copyOf(devices), forwarding, Set.copyOf(refused)));
  }

  private void keep() {
    if (!former.equals(onDisk)) {
      kept.write(former);
      onDisk = Map.copyOf(former);
    }
  }

  /** The settings that have not, or no longer, the values that {@link #set} gave them. */
  public Set<String> changed() {
    Set<String> changed = new TreeSet<>();
    asked.ifPresent(
        last -> {
          changed.addAll(needed(last.devices(), last.forwarding()).keySet());
          changed.removeAll(last.refused());
        });
    return changed;
  }

  /** Sets all of them as the last time. */
  public void setAgain() {
    asked.ifPresent(last -> set(last.devices(), last.forwarding()));
  }

  /** Restores the former values. */
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

  /** The value of a setting; empty where there is no such setting. */
  private String read(String name) {
    try {
      // Not readString: these files report a size of 0.
      return Files.readAllLines(root.resolve(name)).getFirst();
    } catch (IOException e) {
      return "";
    }
  }

  /** Writes a setting; true also where the setting no longer exists. */
  private boolean write(String name, String value) {
    try {
      Files.writeString(root.resolve(name), value);
      return true;
    } catch (NoSuchFileException e) {
      log.debug("{} disappeared with its interface", name);
      return true;
    } catch (IOException e) {
      log.warn(
          "Cannot set {} to {}: {}; set it by hand", name.replace('/', '.'), value, e.toString());
      return false;
    }
  }
}
