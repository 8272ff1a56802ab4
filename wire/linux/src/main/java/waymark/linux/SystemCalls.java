package waymark.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * One typed method a system call; each answers the call's result, or the negative error number.
 *
 * <p>An instance holds the memory into which errno is captured, so it belongs to one thread at a
 * time. {@code size_t} and pointers are 8 bytes: x86-64 and aarch64.
 */
@SuppressWarnings("restricted") // this is the module that native access is given to
final class SystemCalls {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");

  private static final MethodHandle SOCKET = call("socket", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle BIND = call("bind", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle SEND =
      call("send", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
  private static final MethodHandle RECEIVE =
      call("recvfrom", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle SET_OPTION =
      call("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle GET_OPTION =
      call("getsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle CLOSE = call("close", JAVA_INT, JAVA_INT);

  // Linked when first called: each costs some milliseconds of a cold start.
  private static final class UnixCalls {
    static final MethodHandle CONNECT = call("connect", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    static final MethodHandle LISTEN = call("listen", JAVA_INT, JAVA_INT, JAVA_INT);
    static final MethodHandle ACCEPT =
        call("accept4", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT);
  }

  private static final class NamespaceCalls {
    static final MethodHandle OPEN =
        LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("open"),
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT),
            ERRNO,
            Linker.Option.firstVariadicArg(2));
    static final MethodHandle UNSHARE = call("unshare", JAVA_INT, JAVA_INT);
    static final MethodHandle SETNS = call("setns", JAVA_INT, JAVA_INT, JAVA_INT);
  }

  private static final class UserCalls {
    static final MethodHandle EFFECTIVE_USER = call("geteuid", JAVA_INT);
    static final MethodHandle EFFECTIVE_GROUP = call("getegid", JAVA_INT);
  }

  private static final class EventCalls {
    static final MethodHandle EVENTFD = call("eventfd", JAVA_INT, JAVA_INT, JAVA_INT);
    static final MethodHandle READ = call("read", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
    static final MethodHandle WRITE = call("write", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
  }

  private static final class PacketCalls {
    static final MethodHandle RECEIVE_MANY =
        call("recvmmsg", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS);
  }

  private static final class PollCalls {
    static final MethodHandle POLL = call("poll", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
  }

  private static final class NameCalls {
    static final MethodHandle NAME = call("getsockname", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
  }

  private final MemorySegment state = Arena.ofAuto().allocate(Linker.Option.captureStateLayout());
  private final ByteBuffer errno = state.asByteBuffer().order(ByteOrder.nativeOrder());

  private static MethodHandle call(String name, MemoryLayout result, MemoryLayout... arguments) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name), FunctionDescriptor.of(result, arguments), ERRNO);
  }

  int socket(int family, int type, int protocol) {
    try {
      return result((int) SOCKET.invokeExact(state, family, type, protocol));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  int bind(int descriptor, MemorySegment address, int length) {
    try {
      return result((int) BIND.invokeExact(state, descriptor, address, length));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  int connect(int descriptor, MemorySegment address, int length) {
    try {
      int result;
      do {
        result = result((int) UnixCalls.CONNECT.invokeExact(state, descriptor, address, length));
      } while (result == -Errno.EINTR);
      return result;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  int listen(int descriptor, int backlog) {
    try {
      return result((int) UnixCalls.LISTEN.invokeExact(state, descriptor, backlog));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  int accept(int descriptor, int flags) {
    try {
      int result;
      do {
        result =
            result(
                (int)
                    UnixCalls.ACCEPT.invokeExact(
                        state, descriptor, MemorySegment.NULL, MemorySegment.NULL, flags));
      } while (result == -Errno.EINTR);
      return result;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  int name(int descriptor, MemorySegment address, MemorySegment length) {
    try {
      return result((int) NameCalls.NAME.invokeExact(state, descriptor, address, length));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  int send(int descriptor, MemorySegment bytes, long length, int flags) {
    try {
      int result;
      do {
        result = result((int) (long) SEND.invokeExact(state, descriptor, bytes, length, flags));
      } while (result == -Errno.EINTR);
      return result;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  int receive(
      int descriptor,
      MemorySegment bytes,
      long length,
      int flags,
      MemorySegment address,
      MemorySegment addressLength) {
    try {
      int result;
      do {
        result =
            result(
                (int)
                    (long)
                        RECEIVE.invokeExact(
                            state, descriptor, bytes, length, flags, address, addressLength));
      } while (result == -Errno.EINTR);
      return result;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  int receiveMany(int descriptor, MemorySegment headers, int count, int flags) {
    try {
      int result;
      do {
        result =
            result(
                (int)
                    PacketCalls.RECEIVE_MANY.invokeExact(
                        state, descriptor, headers, count, flags, MemorySegment.NULL));
      } while (result == -Errno.EINTR);
      return result;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  int setOption(int descriptor, int level, int name, MemorySegment value, int length) {
    try {
      return result((int) SET_OPTION.invokeExact(state, descriptor, level, name, value, length));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  int getOption(int descriptor, int level, int name, MemorySegment value, MemorySegment length) {
    try {
      return result((int) GET_OPTION.invokeExact(state, descriptor, level, name, value, length));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  int poll(MemorySegment descriptors, long count, int timeoutMillis) {
    try {
      int result;
      do {
        result = result((int) PollCalls.POLL.invokeExact(state, descriptors, count, timeoutMillis));
      } while (result == -Errno.EINTR);
      return result;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  int eventfd(int value, int flags) {
    try {
      return result((int) EventCalls.EVENTFD.invokeExact(state, value, flags));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  int read(int descriptor, MemorySegment bytes, long length) {
    try {
      int result;
      do {
        result = result((int) (long) EventCalls.READ.invokeExact(state, descriptor, bytes, length));
      } while (result == -Errno.EINTR);
      return result;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  int write(int descriptor, MemorySegment bytes, long length) {
    try {
      int result;
      do {
        result =
            result((int) (long) EventCalls.WRITE.invokeExact(state, descriptor, bytes, length));
      } while (result == -Errno.EINTR);
      return result;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Not repeated when interrupted: Linux has freed the number by then. */
  int close(int descriptor) {
    try {
      return result((int) CLOSE.invokeExact(state, descriptor));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  int open(String path, int flags) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocateFrom(path, StandardCharsets.UTF_8);
      return result((int) NamespaceCalls.OPEN.invokeExact(state, name, flags));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  int unshare(int flags) {
    try {
      return result((int) NamespaceCalls.UNSHARE.invokeExact(state, flags));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  int setns(int descriptor, int type) {
    try {
      return result((int) NamespaceCalls.SETNS.invokeExact(state, descriptor, type));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  int effectiveUser() {
    try {
      return (int) UserCalls.EFFECTIVE_USER.invokeExact(state);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  int effectiveGroup() {
    try {
      return (int) UserCalls.EFFECTIVE_GROUP.invokeExact(state);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** The result itself when it is one, else the exception that names the operation. */
  static int check(String operation, int result) {
    if (result < 0) {
      throw new LinuxException(operation, -result);
    }
    return result;
  }

  private int result(int result) {
    return result == -1 ? -errno.getInt(0) : result;
  }

  private static RuntimeException unexpected(Throwable e) {
    return switch (e) {
      case Error error -> throw error;
      case RuntimeException exception -> exception;
      default -> new IllegalStateException(e);
    };
  }
}
