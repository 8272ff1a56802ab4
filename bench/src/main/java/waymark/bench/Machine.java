package waymark.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the figures were measured on. */
final class Machine {
  private Machine() {}

  static String describe() {
    return String.join(
        ", ",
        processor() + " × " + Runtime.getRuntime().availableProcessors(),
        "Linux " + System.getProperty("os.version"),
        "JDK " + Runtime.version(),
        Command.run("nft", "--version").split(" \\(", 2)[0],
        "dnsmasq " + DnsmasqProcess.version(),
        "load " + lines("/proc/loadavg").split(" ", 2)[0]);
  }

  private static String processor() {
    return lines("/proc/cpuinfo")
        .lines()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse(System.getProperty("os.arch"));
  }

  private static String lines(String file) {
    try {
      return String.join("\n", Files.readAllLines(Path.of(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
