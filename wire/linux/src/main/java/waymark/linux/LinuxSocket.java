package waymark.linux;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A socket of the families that Java lacks: netlink, and unix sockets with abstract names.
 *
 * <p>One thread at a time. Closed by its owner when no call waits on it: wait in a {@link Poller}
 * together with a {@link Wakeup}, not in {@link #receive}.
 */
public final class LinuxSocket implements AutoCloseable {
  /** Level of the options in include/uapi/asm-generic/socket.h. */
  public static final int SOL_SOCKET = 1;

  static final int AF_UNIX = 1;
  static final int AF_NETLINK = 16;

  private static final int SOCK_STREAM = 1;
  private static final int SOCK_RAW = 3;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int SOCK_NONBLOCK = 0x800;
  private static final int MSG_TRUNC = 0x20;
  private static final int MSG_DONTWAIT = 0x40;
  private static final int MSG_NOSIGNAL = 0x4000;
  private static final int SO_SNDBUF = 7;
  private static final int SO_RCVBUF = 8;
  private static final int SO_PEERCRED = 17;
  private static final int SO_SNDBUFFORCE = 32;
  private static final int SO_ATTACH_FILTER = 26;
  private static final int SO_RCVBUFFORCE = 33;
  private static final int ADDRESS_SIZE = 128; // struct sockaddr_storage
  private static final int NETLINK_ADDRESS_SIZE = 12; // struct sockaddr_nl

  private final SystemCalls calls = new SystemCalls();
  private final NativeBuffer address = NativeBuffer.of(ADDRESS_SIZE);
  private final NativeBuffer addressLength = NativeBuffer.of(4);
  private final Descriptor descriptor;

  private LinuxSocket(Descriptor descriptor) {
    this.descriptor = descriptor;
  }

  private static LinuxSocket open(String operation, int family, int type, int protocol) {
    int opened = new SystemCalls().socket(family, type | SOCK_CLOEXEC, protocol);
    return new LinuxSocket(Descriptor.of(operation, opened));
  }

  /** A netlink socket of that protocol (NETLINK_ROUTE 0, NETLINK_NETFILTER 12), bound to a port. */
  public static LinuxSocket netlink(int protocol) {
    String operation = "open a netlink socket of protocol " + protocol;
    LinuxSocket socket = open(operation, AF_NETLINK, SOCK_RAW, protocol);
    ByteBuffer address = socket.address.bytes();
    address.putShort(0, (short) AF_NETLINK);
    int bound =
        socket.calls.bind(
            socket.descriptor.number(), socket.address.segment(), NETLINK_ADDRESS_SIZE);
    return socket.orClose(operation, bound);
  }

  /** Listens on an abstract unix name (unix(7)); EADDRINUSE while another process holds it. */
  public static LinuxSocket unixListener(String abstractName) {
    String operation = "listen on unix name @" + abstractName;
    LinuxSocket socket = open(operation, AF_UNIX, SOCK_STREAM, 0);
    int length = socket.unixAddress(abstractName);
    int number = socket.descriptor.number();
    socket.orClose(operation, socket.calls.bind(number, socket.address.segment(), length));
    return socket.orClose(operation, socket.calls.listen(number, 16));
  }

  /**
   * Connects to an abstract unix name; ECONNREFUSED when nobody listens there, EAGAIN when too many
   * wait there already.
   */
  public static LinuxSocket unixConnection(String abstractName) {
    String operation = "connect to unix name @" + abstractName;
    LinuxSocket socket = open(operation, AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);
    int length = socket.unixAddress(abstractName);
    int connected =
        socket.calls.connect(socket.descriptor.number(), socket.address.segment(), length);
    return socket.orClose(operation, connected);
  }

  private LinuxSocket orClose(String operation, int result) {
    if (result < 0) {
      close();
      throw new LinuxException(operation, -result);
    }
    return this;
  }

  private int unixAddress(String abstractName) {
    byte[] name = abstractName.getBytes(StandardCharsets.UTF_8);
    if (name.length == 0 || name.length > 107) {
      throw new IllegalArgumentException("length of unix name @" + abstractName);
    }
    // The NUL before the name makes it abstract, and its length is part of it.
    address.bytes().clear().putShort((short) AF_UNIX).put((byte) 0).put(name);
    return 3 + name.length;
  }

  /** Waits for the next connection to a listener. */
  public LinuxSocket accept() {
    int accepted = calls.accept(descriptor.number(), SOCK_CLOEXEC);
    return new LinuxSocket(Descriptor.of("accept a connection", accepted));
  }

  /** The process at the other end of a unix connection: for a client, the listener's. */
  public Credentials peer() {
    addressLength.bytes().putInt(0, 12);
    int result =
        calls.getOption(
            descriptor.number(),
            SOL_SOCKET,
            SO_PEERCRED,
            address.segment(),
            addressLength.segment());
    SystemCalls.check("read the peer's credentials", result);
    ByteBuffer bytes = address.bytes();
    return new Credentials(bytes.getInt(0), bytes.getInt(4), bytes.getInt(8));
  }

  /** The port id that the kernel gave to this netlink socket. */
  public int netlinkPort() {
    addressLength.bytes().putInt(0, ADDRESS_SIZE);
    int result = calls.name(descriptor.number(), address.segment(), addressLength.segment());
    SystemCalls.check("read the socket's address", result);
    return address.bytes().getInt(4);
  }

  /** Sends the first bytes of the buffer, all or (exception) nothing. */
  public void send(NativeBuffer from, int length) {
    if (length < 0 || length > from.size()) {
      throw new IllegalArgumentException(length + " bytes of a buffer of " + from.size());
    }
    int sent = calls.send(descriptor.number(), from.segment(), length, MSG_NOSIGNAL);
    if (SystemCalls.check("send", sent) != length) {
      throw new IllegalStateException("only " + sent + " of " + length + " bytes were sent");
    }
  }

  /**
   * Receives one datagram without waiting.
   *
   * @return its real length, greater than the buffer when it was cut (MSG_TRUNC); or a negative
   *     error number, such as -EAGAIN when nothing has come and -ENOBUFS when the kernel lost some
   */
  public int receive(NativeBuffer into) {
    addressLength.bytes().putInt(0, ADDRESS_SIZE);
    return calls.receive(
        descriptor.number(),
        into.segment(),
        into.size(),
        MSG_DONTWAIT | MSG_TRUNC,
        address.segment(),
        addressLength.segment());
  }

  /** The netlink port that the last received datagram came from; 0 is the kernel. */
  public int senderPort() {
    return address.bytes().getInt(4);
  }

  /**
   * Receives as many datagrams as have come and fit, without waiting (recvmmsg(2)).
   *
   * @return how many; or a negative error number, as {@link #receive(NativeBuffer)}
   */
  public int receive(DatagramBatch into) {
    return into.receive(calls, descriptor.number());
  }

  /** Sets an option that is an int. */
  public void option(int level, int name, int value) {
    address.bytes().putInt(0, value);
    int result = calls.setOption(descriptor.number(), level, name, address.segment(), 4);
    SystemCalls.check("set socket option " + level + "/" + name + " to " + value, result);
  }

  /** Has the kernel drop what the filter refuses, from now on (SO_ATTACH_FILTER). */
  public void filter(SocketFilter filter) {
    int result =
        calls.setOption(
            descriptor.number(),
            SOL_SOCKET,
            SO_ATTACH_FILTER,
            filter.program().segment(),
            SocketFilter.PROGRAM_SIZE);
    SystemCalls.check("attach a filter to a socket", result);
  }

  /** The value of an option that is an int. */
  public int option(int level, int name) {
    addressLength.bytes().putInt(0, 4);
    int result =
        calls.getOption(
            descriptor.number(), level, name, address.segment(), addressLength.segment());
    SystemCalls.check("read socket option " + level + "/" + name, result);
    return address.bytes().getInt(0);
  }

  /**
   * Asks for a receive buffer of that many bytes: beyond the system's limit where that is allowed
   * (CAP_NET_ADMIN in the first user namespace), else up to it.
   *
   * @return what the kernel granted; it counts twice what one asks for, for its own use
   */
  public int receiveBuffer(int bytes) {
    return bufferSize(bytes, SO_RCVBUFFORCE, SO_RCVBUF);
  }

  /** Asks for a send buffer, which bounds one datagram; as {@link #receiveBuffer}. */
  public int sendBuffer(int bytes) {
    return bufferSize(bytes, SO_SNDBUFFORCE, SO_SNDBUF);
  }

  /** The bound of one datagram now. */
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
    return descriptor;
  }

  @Override
  public void close() {
    descriptor.close();
  }
}
