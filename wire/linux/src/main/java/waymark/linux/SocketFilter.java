package waymark.linux;

import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A program that the kernel runs on each datagram before it enters a socket's queue (classic BPF,
 * {@code linux/filter.h}): a refused datagram wakes no thread and takes no space in the queue.
 *
 * <pre>
 *   struct sock_fprog { u16 count; ...; struct sock_filter* } -> count x { u16 code; u8 jt; u8 jf; u32 k }
 * </pre>
 */
public final class SocketFilter {
  static final int PROGRAM_SIZE = 16;

  private static final int INSTRUCTION_SIZE = 8;
  private static final int LOAD_WORD = 0x20; // BPF_LD | BPF_W | BPF_ABS, big-endian
  private static final int JUMP_IF_EQUAL = 0x15; // BPF_JMP | BPF_JEQ | BPF_K
  private static final int RETURN = 0x06; // BPF_RET | BPF_K

  private final NativeBuffer program;
  private final NativeBuffer instructions;

  private SocketFilter(int[]... code) {
    instructions = NativeBuffer.of(code.length * INSTRUCTION_SIZE);
    ByteBuffer bytes = instructions.bytes();
    for (int[] instruction : code) {
      bytes.putShort((short) instruction[0]);
      bytes.put((byte) instruction[1]).put((byte) instruction[2]).putInt(instruction[3]);
    }
    program = NativeBuffer.of(PROGRAM_SIZE);
    program.bytes().putShort(0, (short) code.length);
    program.segment().set(ValueLayout.ADDRESS, 8, instructions.segment());
  }

  /** Refuses datagrams with this number, in host order, at this offset. */
  public static SocketFilter refusing(int offset, int number) {
    boolean little = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    return new SocketFilter(
        new int[] {LOAD_WORD, 0, 0, offset},
        new int[] {JUMP_IF_EQUAL, 0, 1, little ? Integer.reverseBytes(number) : number},
        new int[] {RETURN, 0, 0, 0},
        new int[] {RETURN, 0, 0, -1});
  }

  NativeBuffer program() {
    return program;
  }
}
