package waymark.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The C program that sends questions and their answers through a router, at work. */
final class Replay implements AutoCloseable {
  private final Process process;

  private Replay(Process process) {
    this.process = process;
  }

  /**
   * Starts it with names of {@link Sites#ZONES} and of none.
   *
   * @param rate pairs a second
   * @param oneIn of which one has a name of a rule
   * @param known so many names over and over; 0: new names, from {@code first} on
   */
  static Replay start(Network network, int rate, int seconds, int oneIn, int known, int first) {
    return start(
        network,
        String.valueOf(rate),
        String.valueOf(seconds),
        String.valueOf(oneIn),
        String.valueOf(known),
        String.valueOf(first));
  }

  /** Starts it with names that never repeat, and addresses and TTLs that vary. */
  static Replay soak(Network network, int rate, int seconds) {
    return start(network, String.valueOf(rate), String.valueOf(seconds), "soak");
  }

  private static Replay start(Network network, String... arguments) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("waymark.root", "."), "bench/target/replay").toString());
    words.add("/run/netns/" + network.client().name());
    words.add("/run/netns/" + network.first().name());
    words.addAll(List.of(arguments));
    try {
      return new Replay(new ProcessBuilder(words).redirectErrorStream(true).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The IPv6 address of a name that {@link #start} makes, by its number. */
  static InetAddress address(int number) {
    ByteBuffer bytes = ByteBuffer.allocate(16).putInt(0x2001_0002).putInt(0);
    bytes.put(String.format(Locale.ROOT, "%08d", number).getBytes(StandardCharsets.US_ASCII));
    return Addresses.of(bytes.array());
  }

  boolean isRunning() {
    return process.isAlive();
  }

  /** Waits for its end; how many pairs were sent. */
  long sent() {
    try {
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (process.waitFor() != 0) {
        throw new BenchException("cannot send answers: " + output);
      }
      return Long.parseLong(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new BenchException("interrupted", e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
