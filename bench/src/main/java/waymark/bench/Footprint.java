package waymark.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a process takes of its machine, as /proc has it.
 *
 * @param resident memory in RAM, in bytes
 */
record Footprint(long resident, int threads, int descriptors) {
  static Footprint of(long pid) throws IOException {
    Path process = Path.of("/proc", String.valueOf(pid));
    long resident = 0;
    int threads = 0;
    for (String line : Files.readAllLines(process.resolve("status"))) {
      if (line.startsWith("VmRSS:")) {
        resident = number(line) * 1024;
      } else if (line.startsWith("Threads:")) {
        threads = (int) number(line);
      }
    }
    if (resident == 0) {
      throw new BenchException("process " + pid + " has no VmRSS");
    }
    try (Stream<Path> descriptors = Files.list(process.resolve("fd"))) {
      return new Footprint(resident, threads, (int) descriptors.count());
    }
  }

  private static long number(String line) {
    return Long.parseLong(line.replaceAll("\\D", ""));
  }
}
