package waymark.netlink;

import waymark.linux.Errno;

/**
 * The kernel's "no" to one message of a request.
 *
 * @param index which message of the request, from 0; -1 when it concerns all of them
 * @param errno the positive error number; ipset has its own from 4096 on
 * @param text the extended acknowledgement's text, empty where there is none
 * @param offset where in that message the kernel saw the fault, -1 where it does not say
 */
public record Refusal(int index, int errno, String text, int offset) {
  public boolean isMissing() {
    return errno == Errno.ENOENT;
  }

  public boolean isExisting() {
    return errno == Errno.EEXIST;
  }
}
