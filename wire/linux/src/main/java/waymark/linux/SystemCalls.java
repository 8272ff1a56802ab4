package waymark.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * One typed method per system call. Each returns the result of the call, or the negative error
 * number.
 *
 * <p>All calls go through one method handle with six integer arguments, because linking a handle
 * takes more than ten milliseconds of a cold start. This is correct where integers and pointers
 * alike are passed in 8-byte registers, and surplus arguments do no harm: on x86-64 and aarch64
 * (System V and AAPCS64 calling conventions).
 *
 * <p>An instance holds the memory that captures errno, so it belongs to one thread at a time.
 * Memory is passed by address: callers must keep it reachable.
 */
@SuppressWarnings("restricted") // this is the module that native access is given to
final class SystemCalls {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final MethodHandle CALL =
      LINKER.downcallHandle(
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
          Linker.Option.captureCallState("errno"));

  private static final MemorySegment SOCKET = function("socket");
  private static final MemorySegment BIND = function("bind");
  private static final MemorySegment CONNECT = function("connect");
  private static final MemorySegment NAME = function("getsockname");
  private static final MemorySegment SEND = function("send");
  private static final MemorySegment RECEIVE = function("recvfrom");
  private static final MemorySegment RECEIVE_MANY = function("recvmmsg");
  private static final MemorySegment SET_OPTION = function("setsockopt");
  private static final MemorySegment GET_OPTION = function("getsockopt");
  private static final MemorySegment POLL = function("poll");
  private static final MemorySegment EVENTFD = function("eventfd");
  private static final MemorySegment READ = function("read");
  private static final MemorySegment WRITE = function("write");
  private static final MemorySegment CLOSE = function("close");
  private static final MemorySegment OPEN = function("open");
  private static final MemorySegment FLOCK = function("flock");
  private static final MemorySegment UMASK = function("umask");
  private static final MemorySegment UNSHARE = function("unshare");
  private static final MemorySegment SETNS = function("setns");

  private final MemorySegment state = Arena.ofAuto().allocate(Linker.Option.captureStateLayout());
  private final ByteBuffer errno = state.asByteBuffer().order(ByteOrder.nativeOrder());

  private static MemorySegment function(String name) {
    return LINKER.defaultLookup().findOrThrow(name);
  }

  /** The result or the negative error number; an interrupted call is not repeated. */
  private int once(MemorySegment function, long a, long b, long c, long d, long e, long f) {
    try {
      int result = (int) (long) CALL.invokeExact(function, state, a, b, c, d, e, f);
      return result == -1 ? -errno.getInt(0) : result;
    } catch (Throwable unexpected) {
      throw unexpected(unexpected);
    }
  }

  private int call(MemorySegment function, long a, long b, long c, long d, long e, long f) {
    int result;
    do {
      result = once(function, a, b, c, d, e, f);
    } while (result == -Errno.EINTR);
    return result;
  }

  private int call(MemorySegment function, long a, long b, long c) {
    return call(function, a, b, c, 0, 0, 0);
  }

  int socket(int family, int type, int protocol) {
    return call(SOCKET, family, type, protocol);
  }

  int bind(int descriptor, MemorySegment address, int length) {
    return call(BIND, descriptor, address.address(), length);
  }

  int connect(int descriptor, MemorySegment address, int length) {
    return call(CONNECT, descriptor, address.address(), length);
  }

  int name(int descriptor, MemorySegment address, MemorySegment length) {
    return call(NAME, descriptor, address.address(), length.address());
  }

  int send(int descriptor, MemorySegment bytes, long length, int flags) {
    return call(SEND, descriptor, bytes.address(), length, flags, 0, 0);
  }

  int receive(
      int descriptor,
      MemorySegment bytes,
      long length,
      int flags,
      MemorySegment address,
      MemorySegment addressLength) {
    return call(
        RECEIVE,
        descriptor,
        bytes.address(),
        length,
        flags,
        address.address(),
        addressLength.address());
  }

  int receiveMany(int descriptor, MemorySegment headers, int count, int flags) {
    return call(RECEIVE_MANY, descriptor, headers.address(), count, flags, 0, 0);
  }

  int setOption(int descriptor, int level, int name, MemorySegment value, int length) {
    return call(SET_OPTION, descriptor, level, name, value.address(), length, 0);
  }

  int getOption(int descriptor, int level, int name, MemorySegment value, MemorySegment length) {
    return call(GET_OPTION, descriptor, level, name, value.address(), length.address(), 0);
  }

  int poll(MemorySegment descriptors, long count, int timeoutMillis) {
    return call(POLL, descriptors.address(), count, timeoutMillis);
  }

  int eventfd(int value, int flags) {
    return call(EVENTFD, value, flags, 0);
  }

  int read(int descriptor, MemorySegment bytes, long length) {
    return call(READ, descriptor, bytes.address(), length);
  }

  int write(int descriptor, MemorySegment bytes, long length) {
    return call(WRITE, descriptor, bytes.address(), length);
  }

  /** Not repeated after an interrupt: Linux has closed the descriptor by then. */
  int close(int descriptor) {
    return once(CLOSE, descriptor, 0, 0, 0, 0, 0);
  }

  int open(String path, int flags) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocateFrom(path, StandardCharsets.UTF_8);
      return call(OPEN, name.address(), flags, 0);
    }
  }

  int flock(int descriptor, int operation) {
    return call(FLOCK, descriptor, operation, 0);
  }

  int umask(int mask) {
    return call(UMASK, mask, 0, 0);
  }

  int unshare(int flags) {
    return call(UNSHARE, flags, 0, 0);
  }

  int setns(int descriptor, int type) {
    return call(SETNS, descriptor, type, 0);
  }

  /** Returns the result, or throws an exception that names the operation. */
  static int check(String operation, int result) {
    if (result < 0) {
      throw new LinuxException(operation, -result);
    }
    return result;
  }

  private static RuntimeException unexpected(Throwable e) {
    if (e instanceof Error error) {
      throw error;
    }
    return e instanceof RuntimeException exception ? exception : new IllegalStateException(e);
  }
}
