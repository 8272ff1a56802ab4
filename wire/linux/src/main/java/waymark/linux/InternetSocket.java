package waymark.linux;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A socket of the internet families that never waits, and that can be tied to one interface and
 * given a mark, which Java's own sockets cannot.
 *
 * <p>One thread at a time. What it waits for is waited for in a {@link Poller}.
 */
public final class InternetSocket implements AutoCloseable {
  private static final int AF_INET = 2;
  private static final int AF_INET6 = 10;
  private static final int IPPROTO_ICMP = 1;
  private static final int IPPROTO_ICMPV6 = 58;
  private static final int SO_ERROR = 4;
  private static final int SO_BINDTODEVICE = 25;
  private static final int SO_MARK = 36;
  private static final int IPV4_ADDRESS_SIZE = 16; // struct sockaddr_in
  private static final int IPV6_ADDRESS_SIZE = 28; // struct sockaddr_in6

  private final NativeSocket socket;
  private final boolean ipHeader;

  private InternetSocket(Descriptor descriptor, boolean ipHeader) {
    socket = new NativeSocket(descriptor);
    this.ipHeader = ipHeader;
  }

  /** A TCP socket for addresses of the family that this one has. */
  public static InternetSocket tcp(InetAddress like) {
    int family = like instanceof Inet4Address ? AF_INET : AF_INET6;
    int opened =
        new SystemCalls()
            .socket(
                family,
                NativeSocket.SOCK_STREAM | NativeSocket.SOCK_NONBLOCK | NativeSocket.SOCK_CLOEXEC,
                0);
    return new InternetSocket(Descriptor.of("open a TCP socket", opened), false);
  }

  /**
   * A socket for echo requests and replies (ICMP, ICMPv6), for addresses of the family that this
   * one has: a ping socket where {@code net.ipv4.ping_group_range} lets this process have one
   * (icmp(7)), else a raw one, which sees the replies to others too.
   */
  public static InternetSocket echo(InetAddress like) {
    boolean ipv4 = like instanceof Inet4Address;
    int family = ipv4 ? AF_INET : AF_INET6;
    int protocol = ipv4 ? IPPROTO_ICMP : IPPROTO_ICMPV6;
    int flags = NativeSocket.SOCK_NONBLOCK | NativeSocket.SOCK_CLOEXEC;
    SystemCalls calls = new SystemCalls();
    int opened = calls.socket(family, NativeSocket.SOCK_DGRAM | flags, protocol);
    if (opened >= 0) {
      return new InternetSocket(Descriptor.of("open a ping socket", opened), false);
    }
    opened = calls.socket(family, NativeSocket.SOCK_RAW | flags, protocol);
    return new InternetSocket(Descriptor.of("open an ICMP socket", opened), ipv4);
  }

  /** Whether what is received begins with the IP header, as with raw IPv4 sockets. */
  public boolean receivesIpHeader() {
    return ipHeader;
  }

  /** Packets carry this mark, by which routing rules choose (SO_MARK; CAP_NET_ADMIN). */
  public void mark(int mark) {
    int result = socket.setOption(LinuxSocket.SOL_SOCKET, SO_MARK, mark);
    SystemCalls.check("mark a socket with 0x" + Integer.toHexString(mark), result);
  }

  /**
   * Packets leave and arrive by this interface alone (SO_BINDTODEVICE).
   *
   * @throws LinuxException ENODEV when it is not there
   */
  public void device(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    if (bytes.length == 0 || bytes.length > 15) {
      throw new IllegalArgumentException("length of interface name '" + name + "'");
    }
    socket.address().bytes().clear().put(bytes).put((byte) 0);
    int result =
        socket.setOption(
            LinuxSocket.SOL_SOCKET, SO_BINDTODEVICE, socket.address(), bytes.length + 1);
    SystemCalls.check("bind a socket to interface " + name, result);
  }

  /**
   * Begins to connect; a socket without connections takes the address as its only peer.
   *
   * @param port 0 where there are none
   * @return 0 when that is done, -EINPROGRESS when the socket can be written once it is or has
   *     failed ({@link #error}), or another negative error number
   */
  public int connect(InetAddress to, int port) {
    if (port < 0 || port > 0xffff) {
      throw new IllegalArgumentException("port " + port);
    }
    boolean ipv4 = to instanceof Inet4Address;
    ByteBuffer bytes = socket.address().bytes().clear();
    bytes.putShort((short) (ipv4 ? AF_INET : AF_INET6));
    bytes.order(ByteOrder.BIG_ENDIAN).putShort((short) port);
    if (ipv4) {
      bytes.put(to.getAddress()).putLong(0);
    } else {
      bytes.putInt(0).put(to.getAddress()).putInt(0);
    }
    bytes.order(ByteOrder.nativeOrder());
    int length = ipv4 ? IPV4_ADDRESS_SIZE : IPV6_ADDRESS_SIZE;
    return socket.connect(length);
  }

  /** The error that has come up since it was last asked for, 0 for none (SO_ERROR). */
  public int error() {
    int result = socket.readOption(LinuxSocket.SOL_SOCKET, SO_ERROR, 4);
    SystemCalls.check("read a socket's error", result);
    return socket.address().bytes().getInt(0);
  }

  /**
   * Sends from the buffer's beginning without waiting.
   *
   * @return how many bytes; or a negative error number, such as -EAGAIN when there is no room
   */
  public int send(NativeBuffer from, int length) {
    return socket.send(from, length, NativeSocket.MSG_DONTWAIT);
  }

  /**
   * Receives what has come, up to the buffer's size, without waiting.
   *
   * @return how many bytes, 0 at a stream's end; or a negative error number, such as -EAGAIN when
   *     nothing has come
   */
  public int receive(NativeBuffer into) {
    return socket.receive(into, NativeSocket.MSG_DONTWAIT);
  }

  public Descriptor descriptor() {
    return socket.descriptor();
  }

  @Override
  public void close() {
    socket.close();
  }
}
