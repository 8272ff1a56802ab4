package waymark.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;

/** The effective capabilities of a thread, relative to its user namespace. */
public record Capabilities(long bits) {
  private static final String EFFECTIVE = "CapEff:";

  /** The capabilities of the calling thread (CapEff in /proc/thread-self/status). */
  public static Capabilities effective() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/thread-self/status"))) {
        if (line.startsWith(EFFECTIVE)) {
          String bits = line.substring(EFFECTIVE.length()).strip();
          return new Capabilities(Long.parseUnsignedLong(bits, 16));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new IllegalStateException("/proc/thread-self/status has no line " + EFFECTIVE);
  }

  public boolean has(Capability capability) {
    return (bits & capability.mask()) != 0;
  }

  /** The named capabilities that the thread lacks. */
  public Set<Capability> missing(Capability... needed) {
    Set<Capability> missing = EnumSet.noneOf(Capability.class);
    for (Capability capability : needed) {
      if (!has(capability)) {
        missing.add(capability);
      }
    }
    return missing;
  }
}
