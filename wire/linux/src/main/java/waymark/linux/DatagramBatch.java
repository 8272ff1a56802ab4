package waymark.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Preallocated places for many datagrams that one call receives (recvmmsg(2)).
 *
 * <pre>
 *   headers  count x struct mmsghdr { msghdr { name, iov, ... } ; u32 length }
 *   vectors  count x struct iovec { base, length }          into  payload  count x size
 *   senders  count x struct sockaddr_nl
 * </pre>
 */
public final class DatagramBatch {
  private static final int HEADER = 64; // struct mmsghdr with 8-byte pointers
  private static final int HEADER_NAME_LENGTH = 8;
  private static final int HEADER_LENGTH = 56;
  private static final int VECTOR = 16; // struct iovec
  private static final int SENDER = 16; // struct sockaddr_nl is 12
  private static final int MSG_DONTWAIT = 0x40;

  private final int count;
  private final int size;
  private final MemorySegment headers;
  private final ByteBuffer headerBytes;
  private final ByteBuffer senderBytes;
  private final ByteBuffer payload;
  private int received;

  private DatagramBatch(int count, int size) {
    this.count = count;
    this.size = size;
    Arena arena = Arena.ofAuto();
    headers = arena.allocate((long) count * HEADER, 16);
    MemorySegment vectors = arena.allocate((long) count * VECTOR, 16);
    MemorySegment senders = arena.allocate((long) count * SENDER, 16);
    MemorySegment memory = arena.allocate((long) count * size, 16);
    headerBytes = headers.asByteBuffer().order(ByteOrder.nativeOrder());
    senderBytes = senders.asByteBuffer().order(ByteOrder.nativeOrder());
    payload = memory.asByteBuffer().order(ByteOrder.nativeOrder());
    ByteBuffer vectorBytes = vectors.asByteBuffer().order(ByteOrder.nativeOrder());
    for (int i = 0; i < count; i++) {
      vectorBytes.putLong(i * VECTOR, memory.address() + (long) i * size);
      vectorBytes.putLong(i * VECTOR + 8, size);
      headerBytes.putInt(i * HEADER + HEADER_NAME_LENGTH, SENDER);
      headerBytes.putLong(i * HEADER, senders.address() + (long) i * SENDER);
      headerBytes.putLong(i * HEADER + 16, vectors.address() + (long) i * VECTOR);
      headerBytes.putLong(i * HEADER + 24, 1);
    }
    // The kernel reads addresses from this memory: it must live as long as this object.
    memories = new MemorySegment[] {vectors, senders, memory};
  }

  @SuppressWarnings({"unused", "FieldCanBeLocal"})
  private final MemorySegment[] memories;

  /** Places for {@code count} datagrams of at most {@code size} bytes; longer ones are cut. */
  public static DatagramBatch of(int count, int size) {
    if (count <= 0 || size <= 0 || (long) count * size > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(count + " datagrams of " + size + " bytes");
    }
    return new DatagramBatch(count, (size + 15) & ~15);
  }

  int receive(SystemCalls calls, int descriptor) {
    // The kernel has overwritten the lengths that it used.
    for (int i = 0; i < received; i++) {
      headerBytes.putInt(i * HEADER + HEADER_NAME_LENGTH, SENDER);
    }
    int result = calls.receiveMany(descriptor, headers, count, MSG_DONTWAIT);
    received = Math.max(0, result);
    return result;
  }

  /** Where a datagram begins in {@link #payload}. */
  public int offset(int index) {
    return index * size;
  }

  /** A datagram's length, at most the size of a place. */
  public int length(int index) {
    return headerBytes.getInt(index * HEADER + HEADER_LENGTH);
  }

  /** The netlink port that sent a datagram; 0 is the kernel. */
  public int senderPort(int index) {
    return senderBytes.getInt(index * SENDER + 4);
  }

  /** All places one after the other, in host order. */
  public ByteBuffer payload() {
    return payload;
  }
}
