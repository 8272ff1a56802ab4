package waymark.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Memory of a fixed size that the kernel reads and writes; freed with this object. */
public final class NativeBuffer {
  private final MemorySegment segment;
  private final ByteBuffer bytes;

  private NativeBuffer(int size) {
    segment = Arena.ofAuto().allocate(size, 16);
    bytes = segment.asByteBuffer().order(ByteOrder.nativeOrder());
  }

  /** Zeroed memory of that many bytes. */
  public static NativeBuffer of(int size) {
    if (size <= 0) {
      throw new IllegalArgumentException("size of a buffer: " + size);
    }
    return new NativeBuffer(size);
  }

  /**
   * The whole memory as a buffer in host order, always the same object; callers set its position.
   */
  public ByteBuffer bytes() {
    return bytes;
  }

  public int size() {
    return bytes.capacity();
  }

  MemorySegment segment() {
    return segment;
  }
}
