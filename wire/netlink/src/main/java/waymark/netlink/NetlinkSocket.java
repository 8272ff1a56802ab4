package waymark.netlink;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import waymark.linux.Descriptor;
import waymark.linux.Errno;
import waymark.linux.LinuxException;
import waymark.linux.LinuxSocket;
import waymark.linux.Poller;
import waymark.linux.SocketFilter;

/**
 * One conversation with the kernel: requests with their answers, dumps, or multicast events.
 *
 * <p>One thread at a time, and one purpose per socket: events would arrive between the answers to
 * requests, and the kernel runs one dump at a time per socket. Messages from other processes are
 * ignored. Requests allocate nothing when nothing is refused.
 */
public final class NetlinkSocket implements AutoCloseable {
  private static final int SOL_NETLINK = 270;
  private static final int ADD_MEMBERSHIP = 1;
  private static final int DROP_MEMBERSHIP = 2;
  private static final int NO_ENOBUFS = 5;
  private static final int CAP_ACK = 10;
  private static final int EXT_ACK = 11;
  private static final int STRICT_CHECK = 12;

  /** Where struct nlmsghdr has nlmsg_pid. */
  private static final int MESSAGE_PORT = 12;

  private static final int DEFAULT_BUFFER = 64 * 1024;
  private static final int DUMP_ATTEMPTS = 100;

  static final MessageHandler NOTHING_ELSE = message -> {};

  private final LinuxSocket socket;
  private final NetlinkTransport transport;
  private final NetlinkWriter writer;
  private final NetlinkReader reader;

  private NetlinkSocket(LinuxSocket socket, int sendSize, int receiveSize) {
    this.socket = socket;
    this.transport = new NetlinkTransport(socket, receiveSize);
    this.writer = new NetlinkWriter(sendSize, ByteOrder.nativeOrder());
    this.reader = transport.reader();
  }

  /** A socket whose messages to and from the kernel have room in 64 KiB each. */
  public static NetlinkSocket open(NetlinkProtocol protocol) {
    return open(protocol, DEFAULT_BUFFER, DEFAULT_BUFFER);
  }

  /** A socket for requests of at most {@code sendSize} bytes; dumps need 32 KiB to receive. */
  public static NetlinkSocket open(NetlinkProtocol protocol, int sendSize, int receiveSize) {
    LinuxSocket socket = LinuxSocket.netlink(protocol.number());
    try {
      socket.option(SOL_NETLINK, CAP_ACK, 1);
      socket.option(SOL_NETLINK, EXT_ACK, 1);
      return new NetlinkSocket(socket, sendSize, receiveSize);
    } catch (RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  /** The port id of this socket, by which the kernel names the cause of an event. */
  public int port() {
    return socket.netlinkPort();
  }

  /** Readable while messages wait, for a {@link Poller}. */
  public Descriptor descriptor() {
    return socket.descriptor();
  }

  /** Subscribes to the events of a multicast group. */
  public void join(int group) {
    socket.option(SOL_NETLINK, ADD_MEMBERSHIP, group);
  }

  /** Unsubscribes from a multicast group; events that wait already still arrive. */
  public void leave(int group) {
    socket.option(SOL_NETLINK, DROP_MEMBERSHIP, group);
  }

  /** Enables strict checking, which dump filters need; false where the kernel lacks it. */
  public boolean strictChecking() {
    try {
      socket.option(SOL_NETLINK, STRICT_CHECK, 1);
      return true;
    } catch (LinuxException e) {
      return false;
    }
  }

  /** Disables the report of lost messages: packet queues have their own counters for it. */
  void ignoreLoss() {
    socket.option(SOL_NETLINK, NO_ENOBUFS, 1);
  }

  /** Asks for a receive buffer for waiting answers and events; returns the granted size. */
  public int receiveBuffer(int bytes) {
    return socket.receiveBuffer(bytes);
  }

  /**
   * Ignores the events that the socket with this port id causes: they may be many, and must wake no
   * thread.
   */
  void ignoreEventsOf(int port) {
    if (port != 0) {
      socket.filter(SocketFilter.refusing(MESSAGE_PORT, port));
    }
  }

  LinuxSocket socket() {
    return socket;
  }

  /** This socket's writer, empty: write the messages of one request, and pass it back. */
  public NetlinkWriter request() {
    transport.shrink();
    return writer.clear();
  }

  /** The request being written. */
  NetlinkWriter written() {
    return writer;
  }

  /**
   * Sends the messages and waits for the acknowledgement of the last.
   *
   * @return the refusals in order; when nothing was refused, always the same empty list
   */
  public List<Refusal> exchange(NetlinkWriter request) {
    return exchange(request, NOTHING_ELSE);
  }

  /** As {@link #exchange(NetlinkWriter)}; the handler gets the kernel's other answers. */
  public List<Refusal> exchange(NetlinkWriter request, MessageHandler answers) {
    request.acknowledgeLast();
    return exchange(request, request.lastSequence(), answers);
  }

  /** Sends a request, and throws the first refusal; the names are for its message. */
  public void execute(String operation, String object, NetlinkWriter request) {
    List<Refusal> refusals = exchange(request);
    if (!refusals.isEmpty()) {
      throw new NetlinkException(operation, object, refusals.getFirst());
    }
  }

  /** As {@link #exchange(NetlinkWriter)}; the handler gets messages that belong to no request. */
  List<Refusal> exchangeAmid(NetlinkWriter request, MessageHandler strays) {
    request.acknowledgeLast();
    return exchange(request, request.lastSequence(), NOTHING_ELSE, strays);
  }

  /** Sends a request, and waits for the acknowledgement with this sequence number. */
  List<Refusal> exchange(NetlinkWriter request, int acknowledged, MessageHandler answers) {
    return exchange(request, acknowledged, answers, NOTHING_ELSE);
  }

  private List<Refusal> exchange(
      NetlinkWriter request, int acknowledged, MessageHandler answers, MessageHandler strays) {
    int first = request.firstSequence();
    int count = request.messages();
    send(request);
    List<Refusal> refusals = List.of();
    boolean complete = false;
    while (!complete) {
      // The kernel has answered by the time that send returns. After a refusal of the whole request
      // the expected acknowledgement may never arrive.
      if (!transport.receive(refusals.isEmpty())) {
        return refusals;
      }
      while (reader.nextMessage()) {
        int sequence = reader.sequence();
        int index = sequence - first;
        if (index < 0 || index >= count) {
          strays.message(reader); // belongs to an abandoned request, or to none
          continue;
        }
        if (reader.type() == NetlinkMessage.ERROR) {
          int errno = -reader.u32(0);
          if (errno != 0) {
            refusals = add(refusals, Refusal.of(reader, index, errno));
          }
          complete |= sequence == acknowledged;
        } else {
          answers.message(reader);
        }
      }
    }
    return refusals;
  }

  private static List<Refusal> add(List<Refusal> refusals, Refusal refusal) {
    List<Refusal> grown = refusals.isEmpty() ? new ArrayList<>() : refusals;
    grown.add(refusal);
    return grown;
  }

  /**
   * Reads a table of the kernel: the request is one message with the flag DUMP. A dump that a
   * change interrupted is repeated.
   */
  public <T> List<T> dump(
      String operation, String object, NetlinkWriter request, MessageDecoder<T> decoder) {
    for (int attempt = 0; attempt < DUMP_ATTEMPTS; attempt++) {
      List<T> records = new ArrayList<>();
      if (stream(operation, object, request, message -> decoder.decode(message, records::add))) {
        return records;
      }
    }
    throw new NetlinkException(operation, object, Errno.EINTR, "it keeps changing", -1);
  }

  /**
   * Reads a table of the kernel message by message. When the handler throws, it gets no further
   * message, and the exception is thrown after the end of the dump: before that the kernel refuses
   * another dump.
   *
   * @return false when a change interrupted the dump, so that messages may be missing
   */
  public boolean stream(
      String operation, String object, NetlinkWriter request, MessageHandler handler) {
    int sequence = request.lastSequence();
    boolean interrupted = false;
    Optional<RuntimeException> thrown = Optional.empty();
    send(request);
    boolean done = false;
    while (!done) {
      transport.receive(true);
      while (reader.nextMessage()) {
        if (reader.sequence() != sequence) {
          continue;
        }
        interrupted |= (reader.flags() & NetlinkMessage.DUMP_INTERRUPTED) != 0;
        switch (reader.type()) {
          case NetlinkMessage.DONE -> {
            int errno = reader.length() >= 4 ? -reader.u32(0) : 0;
            if (errno > 0) {
              throw new NetlinkException(operation, object, errno, "", -1);
            }
            done = true;
          }
          case NetlinkMessage.ERROR -> {
            int errno = -reader.u32(0);
            if (errno != 0) {
              throw new NetlinkException(operation, object, Refusal.of(reader, 0, errno));
            }
            done = true;
          }
          case NetlinkMessage.NOOP -> {}
          default -> thrown = thrown.isPresent() ? thrown : handle(handler);
        }
      }
    }
    if (thrown.isPresent()) {
      throw thrown.get();
    }
    return !interrupted;
  }

  private Optional<RuntimeException> handle(MessageHandler handler) {
    try {
      handler.message(reader);
      return Optional.empty();
    } catch (RuntimeException e) {
      return Optional.of(e);
    }
  }

  /** Reads one datagram of events, without waiting. */
  public Reception receive(MessageHandler handler) {
    Reception reception = transport.receiveEvents();
    if (reception == Reception.MESSAGES) {
      while (reader.nextMessage()) {
        handler.message(reader);
      }
    }
    return reception;
  }

  private void send(NetlinkWriter request) {
    if (request != writer || request.messages() == 0) {
      throw new IllegalArgumentException("a request is written by the socket's own writer");
    }
    transport.send(request);
  }

  @Override
  public void close() {
    socket.close();
  }
}
