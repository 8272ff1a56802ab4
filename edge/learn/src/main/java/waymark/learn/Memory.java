package waymark.learn;

import java.util.Locale;

/**
 * How large lists and country files may be for the memory of this process: what was read before is
 * there while another version is read, and so are the policies made of both.
 *
 * @param heap in bytes
 */
record Memory(long heap) {
  static final Memory OF_PROCESS = new Memory(Runtime.getRuntime().maxMemory());

  /** A list is there as bytes, as names, and as the copy that is kept on disk. */
  private static final int PER_LIST_BYTE = 16;

  private static final int PER_COUNTRY_BYTE = 4;
  private static final int PER_NETWORK = 512;

  /** What an expression is compiled to: 1 to 10 KB. */
  private static final int PER_EXPRESSION = 8192;

  /** Whether a list of that many bytes may be read. */
  boolean carriesList(long bytes) {
    return bytes <= heap / PER_LIST_BYTE;
  }

  /**
   * Checks the size of a list before it is read.
   *
   * @throws LearnException when it is too much
   */
  void requireList(long bytes) {
    require(bytes, "a list", heap / PER_LIST_BYTE);
  }

  /**
   * Checks the size of a country file before it is read.
   *
   * @throws LearnException when it is too much
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
   * @throws LearnException when it is too much
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
