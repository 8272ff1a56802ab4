package waymark.kernel;

import java.io.DataInputStream;
import java.io.FileInputStream;
import java.io.IOException;

/** Random numbers from the kernel itself: Java's SecureRandom takes a tenth of the start. */
final class KernelRandom {
  private KernelRandom() {}

  static long number() {
    try (DataInputStream source = new DataInputStream(new FileInputStream("/dev/urandom"))) {
      return source.readLong();
    } catch (IOException e) {
      throw new KernelException("cannot read /dev/urandom: " + e, e);
    }
  }
}
