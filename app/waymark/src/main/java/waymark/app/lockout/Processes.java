package waymark.app.lockout;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The processes that proc(5) shows; what may not be read is not there.
 *
 * @param of the folder of the process whose ancestors are meant
 */
public record Processes(Path proc, Path of) {
  private static final Path PROC = Path.of("/proc");

  /** More than any nesting of shells; ends a cycle in a process table. */
  private static final int MOST_ANCESTORS = 64;

  private static final String SOCKET = "socket:[";

  /** The processes of this host, seen from this process. */
  public static Processes here() {
    return new Processes(PROC, PROC.resolve("self"));
  }

  /** The processes of this host, seen from another process. */
  public static Processes of(long process) {
    return new Processes(PROC, PROC.resolve(Long.toString(process)));
  }

  /** Its parent, the parent's parent, and so on. */
  List<Path> ancestors() {
    List<Path> ancestors = new ArrayList<>();
    Path folder = of;
    while (ancestors.size() < MOST_ANCESTORS) {
      long parent = parent(folder);
      if (parent <= 0) {
        break;
      }
      folder = proc.resolve(Long.toString(parent));
      ancestors.add(folder);
    }
    return ancestors;
  }

  private static long parent(Path folder) {
    try {
      String stat = Files.readAllLines(folder.resolve("stat")).getFirst();
      // The command's name, in parentheses, may hold anything.
      return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", 3)[1]);
    } catch (IOException | RuntimeException e) {
      return 0;
    }
  }

  /** The program's name: up to 15 bytes. */
  static String name(Path process) {
    try {
      return Files.readAllLines(process.resolve("comm"), StandardCharsets.ISO_8859_1).getFirst();
    } catch (IOException | RuntimeException e) {
      return "";
    }
  }

  /** The environment that it was started with. */
  static Map<String, String> environment(Path process) {
    Map<String, String> environment = new HashMap<>();
    try {
      String all =
          new String(Files.readAllBytes(process.resolve("environ")), StandardCharsets.ISO_8859_1);
      for (String variable : all.split("\0", -1)) {
        int equals = variable.indexOf('=');
        if (equals > 0) {
          environment.put(variable.substring(0, equals), variable.substring(equals + 1));
        }
      }
    } catch (IOException e) {
      // Another user's: nothing is known.
    }
    return environment;
  }

  /** The inodes of its sockets. */
  static Set<Long> sockets(Path process) {
    Set<Long> inodes = new HashSet<>();
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path descriptor : descriptors) {
        String target = target(descriptor);
        if (target.startsWith(SOCKET) && target.endsWith("]")) {
          inodes.add(Long.parseLong(target.substring(SOCKET.length(), target.length() - 1)));
        }
      }
    } catch (IOException | RuntimeException e) {
      // It has ended, or is another user's.
    }
    return inodes;
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return "";
    }
  }

  /** Every process. */
  List<Path> all() {
    List<Path> all = new ArrayList<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(proc, "[0-9]*")) {
      folders.forEach(all::add);
    } catch (IOException e) {
      // Without proc nothing is known.
    }
    return all;
  }
}
