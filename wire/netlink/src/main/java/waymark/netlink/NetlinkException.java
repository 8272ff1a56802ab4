package waymark.netlink;

import java.io.Serial;
import waymark.linux.Errno;

/** A request that the kernel refused: the operation, its object, and the kernel's reason. */
public final class NetlinkException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private final int errno;

  /**
   * @param errno the positive error number; ipset has its own from 4096 on
   * @param kernelText the extended acknowledgement's text, empty where there is none
   * @param offset where in the refused message the fault is, -1 where the kernel does not say
   */
  public NetlinkException(
      String operation, String object, int errno, String kernelText, int offset) {
    super(describe(operation, object, errno, kernelText, offset));
    this.errno = errno;
  }

  public NetlinkException(String operation, String object, Refusal refusal) {
    this(operation, object, refusal.errno(), refusal.text(), refusal.offset());
  }

  private static String describe(
      String operation, String object, int errno, String kernelText, int offset) {
    StringBuilder text = new StringBuilder(operation);
    if (!object.isEmpty()) {
      text.append(' ').append(object);
    }
    text.append(": ").append(kernelText.isEmpty() ? Errno.text(errno) : kernelText);
    text.append(" (").append(Errno.name(errno));
    if (offset >= 0) {
      text.append(", at byte ").append(offset).append(" of the message");
    }
    return text.append(')').toString();
  }

  public int errno() {
    return errno;
  }

  public boolean isPermission() {
    return errno == Errno.EPERM || errno == Errno.EACCES;
  }

  /** Whether an IP set is in use, so that it can be neither destroyed nor swapped. */
  public boolean isBusy() {
    return IpsetError.isBusy(errno);
  }

  public boolean isMissing() {
    return errno == Errno.ENOENT;
  }
}
