package waymark.kernel.system;

import java.io.DataInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import waymark.kernel.model.KernelException;

/**
 * Random numbers from the kernel: loading Java's SecureRandom takes a tenth of the start-up time.
 */
public final class KernelRandom {
  private KernelRandom() {}

  public static long number() {
    try (DataInputStream source = new DataInputStream(new FileInputStream("/dev/urandom"))) {
      return source.readLong();
    } catch (IOException e) {
      throw new KernelException("cannot read /dev/urandom: " + e, e);
    }
  }
}
