package waymark.linux;

import java.nio.file.Path;

/**
 * The network namespace of the calling thread.
 *
 * <p>Each Linux thread has its own: a socket belongs to the namespace of the thread that opened it,
 * and new threads inherit the namespace of their parent. Virtual threads are refused, because the
 * call would move their carrier and with it other virtual threads.
 */
public final class NetworkNamespace {
  private static final int CLONE_NEWNET = 0x40000000;
  private static final int O_CLOEXEC = 0x80000;

  private NetworkNamespace() {}

  /** Moves the calling thread into the namespace of a file, such as /run/netns/NAME. */
  public static void enter(Path namespace) {
    refuseVirtual();
    SystemCalls calls = new SystemCalls();
    int opened = calls.open(namespace.toString(), O_CLOEXEC);
    try (Descriptor file = Descriptor.of("open namespace " + namespace, opened)) {
      SystemCalls.check(
          "enter network namespace " + namespace, calls.setns(file.number(), CLONE_NEWNET));
    }
  }

  /** Moves the calling thread into a new, empty namespace, in which {@code lo} is down. */
  public static void create() {
    refuseVirtual();
    SystemCalls.check("make a network namespace", new SystemCalls().unshare(CLONE_NEWNET));
  }

  private static void refuseVirtual() {
    if (Thread.currentThread().isVirtual()) {
      throw new IllegalStateException("a virtual thread has no namespace of its own");
    }
  }
}
