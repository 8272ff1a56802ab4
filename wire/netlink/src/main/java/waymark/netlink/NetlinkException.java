package waymark.netlink;

import java.io.Serial;
import waymark.linux.Errno;

/** A request that the kernel refused: what was tried, on what, and why in the kernel's words. */
public final class NetlinkException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private final String operation;
  private final String object;
  private final int errno;
  private final String kernelText;
  private final int offset;

  /**
   * @param errno the positive error number; ipset has its own from 4096 on
   * @param kernelText the extended acknowledgement's text, empty where there is none
   * @param offset where in the refused message the kernel saw the fault, -1 where it does not say
   */
  public NetlinkException(
      String operation, String object, int errno, String kernelText, int offset) {
    super(describe(operation, object, errno, kernelText, offset));
    this.operation = operation;
    this.object = object;
    this.errno = errno;
    this.kernelText = kernelText;
    this.offset = offset;
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

  public String operation() {
    return operation;
  }

  public String object() {
    return object;
  }

  public int errno() {
    return errno;
  }

  public String kernelText() {
    return kernelText;
  }

  /** Where in the refused message the kernel saw the fault, -1 where it did not say. */
  public int offset() {
    return offset;
  }

  public boolean isPermission() {
    return errno == Errno.EPERM || errno == Errno.EACCES;
  }

  /** Whether an IP set is in use, so that it can be neither destroyed nor exchanged. */
  public boolean isBusy() {
    return IpsetError.isBusy(errno);
  }

  public boolean isMissing() {
    return errno == Errno.ENOENT;
  }
}
