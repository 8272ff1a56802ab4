package waymark.learn;

import java.util.Locale;

/**
 * Limits the size of lists and country files by the memory of this process: while a new version is
 * read, the previous one is still in memory, and so are the policies of both.
 *
 * @param heap the size of the heap in bytes
 */
record Memory(long heap) {
  static final Memory OF_PROCESS = new Memory(Runtime.getRuntime().maxMemory());

  /** A list is in memory as bytes, as names, and as the copy for the disk. */
  private static final int PER_LIST_BYTE = 16;

  private static final int PER_COUNTRY_BYTE = 4;
  private static final int PER_NETWORK = 512;

  /** A compiled expression takes 1 to 10 KB. */
  private static final int PER_EXPRESSION = 8192;

  /** Whether a list of this size may be read. */
  boolean carriesList(long bytes) {
    return bytes <= heap / PER_LIST_BYTE;
  }

  /**
   * Checks the size of a list before it is read.
   *
   * @throws LearnException when it is too large
   */
  void requireList(long bytes) {
    require(bytes, "a list", heap / PER_LIST_BYTE);
  }

  /**
   * Checks the size of a country file before it is read.
   *
   * @throws LearnException when it is too large
   */
  void requireCountries(long bytes) {
    require(bytes, "a country file", heap / PER_COUNTRY_BYTE);
  }

  private void require(long bytes, String what, long most) {
    if (bytes > most) {
      throw new LearnException(
          "it has %s; with %s of memory %s may have %s"
              .formatted(mebibytes(bytes), mebibytes(heap), what, mebibytes(most)));
    }
  }

  /**
   * Checks what a list says while it is read.
   *
   * @throws LearnException when it is too large
   */
  void require(long networks, long expressions) {
    if (networks * PER_NETWORK + expressions * PER_EXPRESSION > heap) {
      throw new LearnException(
          "%d networks and %d regular expressions of it are too many for %s of memory"
              .formatted(networks, expressions, mebibytes(heap)));
    }
  }

  private static String mebibytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f MiB", (double) bytes / (1 << 20));
  }
}
