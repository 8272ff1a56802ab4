package waymark.netlink;

/** The header of every netlink message (include/uapi/linux/netlink.h, struct nlmsghdr). */
public final class NetlinkMessage {
  /** Bytes of {@code {u32 length; u16 type; u16 flags; u32 sequence; u32 port}}. */
  public static final int HEADER = 16;

  public static final int NOOP = 1;
  public static final int ERROR = 2;
  public static final int DONE = 3;

  public static final int REQUEST = 0x1;
  public static final int ACK = 0x4;
  public static final int DUMP_INTERRUPTED = 0x10;
  public static final int CAPPED = 0x100;
  public static final int ACK_ATTRIBUTES = 0x200;

  /** Only of GET requests. */
  public static final int DUMP = 0x300;

  /** Only of NEW requests. */
  public static final int REPLACE = 0x100;

  public static final int EXCLUSIVE = 0x200;
  public static final int CREATE = 0x400;
  public static final int APPEND = 0x800;

  private NetlinkMessage() {}
}
