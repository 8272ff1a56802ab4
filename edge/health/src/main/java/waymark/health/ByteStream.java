package waymark.health;

import java.nio.ByteBuffer;

/** A connection for bytes, with a deadline. Faults are a ProbeException. */
interface ByteStream {
  /** Sends all bytes. */
  void write(ByteBuffer from);

  /**
   * Waits for bytes, and returns their number; -1 at the end. The buffer needs room for a chunk.
   */
  int read(ByteBuffer into);
}
