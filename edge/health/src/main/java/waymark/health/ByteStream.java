package waymark.health;

import java.nio.ByteBuffer;

/** A connection that bytes go through until its time is up; refusals are a ProbeException. */
interface ByteStream {
  /** Sends all of it. */
  void write(ByteBuffer from);

  /** Waits for more; how many bytes came, -1 at the end. There is to be room for a chunk. */
  int read(ByteBuffer into);
}
