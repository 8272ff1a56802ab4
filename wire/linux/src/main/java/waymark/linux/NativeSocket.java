package waymark.linux;

/**
 * A socket's descriptor with the memory that its system calls need: a place for an address or the
 * value of an option, and one for the length. One thread at a time.
 */
final class NativeSocket implements AutoCloseable {
  static final int SOCK_STREAM = 1;
  static final int SOCK_DGRAM = 2;
  static final int SOCK_RAW = 3;
  static final int SOCK_NONBLOCK = 0x800;
  static final int SOCK_CLOEXEC = 0x80000;
  static final int MSG_TRUNC = 0x20;
  static final int MSG_DONTWAIT = 0x40;
  static final int MSG_NOSIGNAL = 0x4000;

  private static final int ADDRESS_SIZE = 128; // struct sockaddr_storage

  private final SystemCalls calls = new SystemCalls();
  private final NativeBuffer address = NativeBuffer.of(ADDRESS_SIZE);
  private final NativeBuffer length = NativeBuffer.of(4);
  private final Descriptor descriptor;

  NativeSocket(Descriptor descriptor) {
    this.descriptor = descriptor;
  }

  SystemCalls calls() {
    return calls;
  }

  Descriptor descriptor() {
    return descriptor;
  }

  /** The place for the address or option value of the next or last call. */
  NativeBuffer address() {
    return address;
  }

  /** Binds to the first bytes of {@link #address}; 0 or a negative error number. */
  int bind(int size) {
    return calls.bind(descriptor.number(), address.segment(), size);
  }

  /** Connects to the first bytes of {@link #address}; 0 or a negative error number. */
  int connect(int size) {
    return calls.connect(descriptor.number(), address.segment(), size);
  }

  /** Reads the socket's own address into {@link #address}. */
  void readName() {
    length.bytes().putInt(0, ADDRESS_SIZE);
    int result = calls.name(descriptor.number(), address.segment(), length.segment());
    SystemCalls.check("read the socket's address", result);
  }

  /** Sends from the buffer's beginning; how many bytes, or a negative error number. */
  int send(NativeBuffer from, int count, int flags) {
    if (count < 0 || count > from.size()) {
      throw new IllegalArgumentException(count + " bytes of a buffer of " + from.size());
    }
    return calls.send(descriptor.number(), from.segment(), count, flags | MSG_NOSIGNAL);
  }

  /** Receives, with the sender in {@link #address}; how many bytes, or a negative error number. */
  int receive(NativeBuffer into, int flags) {
    length.bytes().putInt(0, ADDRESS_SIZE);
    return calls.receive(
        descriptor.number(),
        into.segment(),
        into.size(),
        flags,
        address.segment(),
        length.segment());
  }

  /** Sets an option to an int; 0 or a negative error number. */
  int setOption(int level, int name, int value) {
    address.bytes().putInt(0, value);
    return setOption(level, name, address, 4);
  }

  /** Sets an option to the first bytes of a buffer; 0 or a negative error number. */
  int setOption(int level, int name, NativeBuffer value, int size) {
    return calls.setOption(descriptor.number(), level, name, value.segment(), size);
  }

  /** Reads the first bytes of an option into {@link #address}; 0 or a negative error number. */
  int readOption(int level, int name, int size) {
    length.bytes().putInt(0, size);
    return calls.getOption(descriptor.number(), level, name, address.segment(), length.segment());
  }

  @Override
  public void close() {
    descriptor.close();
  }
}
