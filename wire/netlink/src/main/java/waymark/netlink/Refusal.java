package waymark.netlink;

import waymark.linux.Errno;

/**
 * The kernel's refusal of one message of a request.
 *
 * @param index which message of the request, from 0; -1 when it concerns all of them
 * @param errno the positive error number; ipset has its own from 4096 on
 * @param text the extended acknowledgement's text, empty where there is none
 * @param offset where in the message the fault is, -1 where the kernel does not say
 */
public record Refusal(int index, int errno, String text, int offset) {
  private static final int NLMSGERR_ATTR_MSG = 1;
  private static final int NLMSGERR_ATTR_OFFS = 2;

  public boolean isMissing() {
    return errno == Errno.ENOENT;
  }

  public boolean isExisting() {
    return errno == Errno.EEXIST;
  }

  /**
   * Reads a refusal from the error message that the reader stands on.
   *
   * @param errno the positive error number in it
   */
  static Refusal of(NetlinkReader reader, int index, int errno) {
    int flags = reader.flags();
    String text = "";
    int offset = -1;
    if ((flags & NetlinkMessage.ACK_ATTRIBUTES) != 0) {
      // {i32 error; nlmsghdr} and, unless capped, the request's payload
      int skip = 4 + NetlinkMessage.HEADER;
      if ((flags & NetlinkMessage.CAPPED) == 0) {
        skip += Math.max(0, reader.u32(4) - NetlinkMessage.HEADER);
      }
      reader.enter(skip);
      while (reader.nextAttribute()) {
        switch (reader.attribute()) {
          case NLMSGERR_ATTR_MSG -> text = reader.string();
          case NLMSGERR_ATTR_OFFS -> offset = reader.u32(0);
          default -> {}
        }
      }
      reader.leave();
    }
    return new Refusal(index, errno, text, offset);
  }
}
