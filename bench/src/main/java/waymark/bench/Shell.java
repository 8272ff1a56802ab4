package waymark.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;

/**
 * A shell that stays, so that a command costs what it costs a script: to start one from here would
 * add a millisecond of the JVM's own.
 */
final class Shell implements AutoCloseable {
  private final Process process;
  private final Writer in;
  private final BufferedReader out;

  private Shell(Process process) {
    this.process = process;
    in = process.outputWriter();
    out = process.inputReader();
  }

  static Shell open() {
    try {
      return new Shell(new ProcessBuilder("sh").redirectErrorStream(true).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs lines that print nothing, all of which must work; the nanoseconds that they took. */
  long time(String lines) {
    try {
      long begin = System.nanoTime();
      in.write(lines.replace("\n", " &&\n") + " &&\necho done || echo failed\n");
      in.flush();
      String answer = out.readLine();
      long nanos = System.nanoTime() - begin;
      if (!"done".equals(answer)) {
        throw new BenchException("a command failed: " + answer);
      }
      return nanos;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
  }
}
