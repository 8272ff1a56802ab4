package waymark.linux;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A non-blocking socket of the internet families that can be bound to one interface and given a
 * mark, unlike Java's own sockets.
 *
 * <p>One thread at a time. Wait for it in a {@link Poller}.
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

  /** A TCP socket for addresses of the same family as {@code like}. */
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

  /** A UDP socket for addresses of the same family as {@code like}. */
  public static InternetSocket udp(InetAddress like) {
    int family = like instanceof Inet4Address ? AF_INET : AF_INET6;
    int opened =
        new SystemCalls()
            .socket(
                family,
                NativeSocket.SOCK_DGRAM | NativeSocket.SOCK_NONBLOCK | NativeSocket.SOCK_CLOEXEC,
                0);
    return new InternetSocket(Descriptor.of("open a UDP socket", opened), false);
  }

  /**
   * A socket for echo requests and replies (ICMP, ICMPv6), for addresses of the same family as
   * {@code like}: a ping socket where {@code net.ipv4.ping_group_range} permits it (icmp(7)), else
   * a raw socket, which also receives the replies to other processes.
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

  /** Whether received packets begin with the IP header, as with raw IPv4 sockets. */
  public boolean receivesIpHeader() {
    return ipHeader;
  }

  /** Marks all packets of the socket, for routing rules (SO_MARK; needs CAP_NET_ADMIN). */
  public void mark(int mark) {
    int result = socket.setOption(LinuxSocket.SOL_SOCKET, SO_MARK, mark);
    SystemCalls.check("mark a socket with 0x" + Integer.toHexString(mark), result);
  }

  /**
   * Binds the socket to one interface, for packets in both directions (SO_BINDTODEVICE).
   *
   * @throws LinuxException ENODEV when there is no such interface
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
   * Begins to connect. A connectionless socket takes the address as its only peer.
   *
   * @param port 0 where there are none
   * @return 0 when the socket is connected; -EINPROGRESS when it becomes writable as soon as the
   *     attempt has succeeded or failed ({@link #error}); or another negative error number
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

  /** The pending error of the socket, which this call clears; 0 for none (SO_ERROR). */
  public int error() {
    int result = socket.readOption(LinuxSocket.SOL_SOCKET, SO_ERROR, 4);
    SystemCalls.check("read a socket's error", result);
    return socket.address().bytes().getInt(0);
  }

  /**
   * Sends the first bytes of a buffer without waiting.
   *
   * @return how many bytes; or a negative error number, such as -EAGAIN when there is no room
   */
  public int send(NativeBuffer from, int length) {
    return socket.send(from, length, NativeSocket.MSG_DONTWAIT);
  }

  /**
   * Receives up to the buffer's size, without waiting.
   *
   * @return how many bytes, 0 at a stream's end; or a negative error number, such as -EAGAIN when
   *     nothing has arrived
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
