package waymark.kernel.neighbours;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import waymark.linux.TcpTable;
import waymark.netlink.RouteLink;
import waymark.policy.Printable;

/** Reads how names are resolved on this host. */
final class DnsScan {
  /** DNS, DNS over TLS, and what filters usually have their clients redirected to. */
  private static final List<Integer> PORTS = List.of(53, 853, 5353);

  private static final Path PROCESSES = Path.of("/proc");
  private static final Path BRIDGED = Path.of("/proc/sys/net/bridge/bridge-nf-call-iptables");

  /** In the order of resolved.conf(5): a later one counts more. */
  private static final List<String> RESOLVED =
      List.of(
          "etc/systemd/resolved.conf",
          "usr/lib/systemd/resolved.conf.d",
          "run/systemd/resolved.conf.d",
          "etc/systemd/resolved.conf.d");

  private final Path root;

  /**
   * @param root of the files below {@code /etc}; {@code /} but for tests
   */
  DnsScan(Path root) {
    this.root = root;
  }

  DnsSetup read(List<RouteLink> links) {
    TreeSet<String> bridges = new TreeSet<>();
    for (RouteLink link : links) {
      if (link.kind().equals("bridge") && link.carrier()) {
        bridges.add(link.name());
      }
    }
    return new DnsSetup(
        bridges,
        lines(BRIDGED).stream().anyMatch("1"::equals),
        servers(),
        asksResolved(),
        resolvedEncrypts());
  }

  private static List<DnsSetup.Server> servers() {
    Map<Long, Integer> listening = new HashMap<>();
    for (TcpTable.Socket socket : TcpTable.own().sockets()) {
      if (socket.isListening()
          && PORTS.contains(socket.local().getPort())
          && !socket.local().getAddress().isLoopbackAddress()) {
        listening.put(socket.inode(), socket.local().getPort());
      }
    }
    Map<Integer, String> programs = new TreeMap<>();
    listening.values().forEach(port -> programs.put(port, ""));
    if (!listening.isEmpty()) {
      for (Path process : files(PROCESSES, "[0-9]*")) {
        for (Path descriptor : files(process.resolve("fd"), "*")) {
          Integer port = listening.get(inode(descriptor));
          if (port != null) {
            programs.put(port, name(process));
          }
        }
      }
    }
    List<DnsSetup.Server> servers = new ArrayList<>();
    programs.forEach((port, program) -> servers.add(new DnsSetup.Server(program, port)));
    return servers;
  }

  private static String name(Path process) {
    return lines(process.resolve("comm")).stream().findFirst().map(Printable::of).orElse("");
  }

  /** The inode of a socket that a descriptor leads to; -1: it leads elsewhere. */
  private static long inode(Path descriptor) {
    try {
      String target = Files.readSymbolicLink(descriptor).toString();
      return target.startsWith("socket:[")
          ? Long.parseLong(target.substring("socket:[".length(), target.length() - 1))
          : -1;
    } catch (IOException | NumberFormatException _) {
      return -1;
    }
  }

  /** Whether {@code nss-resolve} is among the services for names of hosts: nsswitch.conf(5). */
  private boolean asksResolved() {
    return lines(root.resolve("etc/nsswitch.conf")).stream()
        .map(line -> line.replaceFirst("#.*", "").strip())
        .filter(line -> line.startsWith("hosts:"))
        .anyMatch(line -> List.of(line.split("\\s+", -1)).contains("resolve"));
  }

  private boolean resolvedEncrypts() {
    String last = "no";
    for (String place : RESOLVED) {
      Path path = root.resolve(place);
      List<Path> files = Files.isDirectory(path) ? files(path, "*.conf") : List.of(path);
      for (Path file : files.stream().sorted().toList()) {
        for (String line : lines(file)) {
          if (line.startsWith("DNSOverTLS=")) {
            last = line.substring("DNSOverTLS=".length()).strip();
          }
        }
      }
    }
    return Stream.of("yes", "true", "on", "1", "opportunistic").anyMatch(last::equalsIgnoreCase);
  }

  private static List<Path> files(Path folder, String glob) {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, glob)) {
      found.forEach(files::add);
    } catch (IOException | RuntimeException _) {
      // It is not there, has ended, or is another user's.
    }
    return files;
  }

  private static List<String> lines(Path file) {
    try {
      // Not lines(): files of /proc report a size of 0.
      return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
    } catch (IOException _) {
      return List.of();
    }
  }
}
