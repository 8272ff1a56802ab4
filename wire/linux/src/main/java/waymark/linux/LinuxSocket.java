package waymark.linux;

/**
 * A socket of a family that Java lacks: netlink.
 *
 * <p>One thread at a time. The owner must not close it while a call waits on it: wait in a {@link
 * Poller} together with a {@link Wakeup}, not in {@link #receive}.
 */
public final class LinuxSocket implements AutoCloseable {
  /** Level of the options in include/uapi/asm-generic/socket.h. */
  public static final int SOL_SOCKET = 1;

  static final int AF_NETLINK = 16;

  private static final int SO_SNDBUF = 7;
  private static final int SO_RCVBUF = 8;
  private static final int SO_SNDBUFFORCE = 32;
  private static final int SO_ATTACH_FILTER = 26;
  private static final int SO_RCVBUFFORCE = 33;
  private static final int NETLINK_ADDRESS_SIZE = 12; // struct sockaddr_nl

  private final NativeSocket socket;

  private LinuxSocket(Descriptor descriptor) {
    socket = new NativeSocket(descriptor);
  }

  /** A netlink socket of that protocol (NETLINK_ROUTE 0, NETLINK_NETFILTER 12), bound to a port. */
  public static LinuxSocket netlink(int protocol) {
    String operation = "open a netlink socket of protocol " + protocol;
    int type = NativeSocket.SOCK_RAW | NativeSocket.SOCK_CLOEXEC;
    int number = new SystemCalls().socket(AF_NETLINK, type, protocol);
    LinuxSocket opened = new LinuxSocket(Descriptor.of(operation, number));
    opened.socket.address().bytes().putShort(0, (short) AF_NETLINK);
    return opened.orClose(operation, opened.socket.bind(NETLINK_ADDRESS_SIZE));
  }

  private LinuxSocket orClose(String operation, int result) {
    if (result < 0) {
      close();
      throw new LinuxException(operation, -result);
    }
    return this;
  }

  /** The port id that the kernel gave to this netlink socket. */
  public int netlinkPort() {
    socket.readName();
    return socket.address().bytes().getInt(4);
  }

  /** Sends the first bytes of a buffer: all of them, or none and an exception. */
  public void send(NativeBuffer from, int length) {
    int sent = socket.send(from, length, 0);
    if (SystemCalls.check("send", sent) != length) {
      throw new IllegalStateException("only " + sent + " of " + length + " bytes were sent");
    }
  }

  /**
   * Receives one datagram without waiting.
   *
   * @return its real length, greater than the buffer when it was cut (MSG_TRUNC); or a negative
   *     error number, such as -EAGAIN when nothing has arrived and -ENOBUFS when the kernel dropped
   *     datagrams
   */
  public int receive(NativeBuffer into) {
    return socket.receive(into, NativeSocket.MSG_DONTWAIT | NativeSocket.MSG_TRUNC);
  }

  /** The netlink port that the last received datagram came from; 0 is the kernel. */
  public int senderPort() {
    return socket.address().bytes().getInt(4);
  }

  /**
   * Receives as many datagrams as have arrived and fit, without waiting (recvmmsg(2)).
   *
   * @return how many; or a negative error number, as {@link #receive(NativeBuffer)}
   */
  public int receive(DatagramBatch into) {
    return into.receive(socket.calls(), descriptor().number());
  }

  /** Sets an option that is an int. */
  public void option(int level, int name, int value) {
    int result = socket.setOption(level, name, value);
    SystemCalls.check("set socket option " + level + "/" + name + " to " + value, result);
  }

  /** Makes the kernel drop the datagrams that the filter refuses (SO_ATTACH_FILTER). */
  public void filter(SocketFilter filter) {
    int result =
        socket.setOption(SOL_SOCKET, SO_ATTACH_FILTER, filter.program(), SocketFilter.PROGRAM_SIZE);
    SystemCalls.check("attach a filter to a socket", result);
  }

  /** The value of an option that is an int. */
  public int option(int level, int name) {
    int result = socket.readOption(level, name, 4);
    SystemCalls.check("read socket option " + level + "/" + name, result);
    return socket.address().bytes().getInt(0);
  }

  /**
   * Asks for a receive buffer of that many bytes: beyond the system's limit where permitted
   * (CAP_NET_ADMIN in the initial user namespace), else up to the limit.
   *
   * @return the size that the kernel granted, which is twice the requested size because it includes
   *     the kernel's overhead
   */
  public int receiveBuffer(int bytes) {
    return bufferSize(bytes, SO_RCVBUFFORCE, SO_RCVBUF);
  }

  /** Asks for a send buffer, which bounds one datagram; as {@link #receiveBuffer}. */
  public int sendBuffer(int bytes) {
    return bufferSize(bytes, SO_SNDBUFFORCE, SO_SNDBUF);
  }

  /** The size of the send buffer, which bounds one datagram. */
  public int sendBuffer() {
    return option(SOL_SOCKET, SO_SNDBUF);
  }

  private int bufferSize(int bytes, int force, int limited) {
    try {
      option(SOL_SOCKET, force, bytes);
    } catch (LinuxException e) {
      if (!e.isPermission()) {
        throw e;
      }
      option(SOL_SOCKET, limited, bytes);
    }
    return option(SOL_SOCKET, limited);
  }

  public Descriptor descriptor() {
    return socket.descriptor();
  }

  @Override
  public void close() {
    socket.close();
  }
}
