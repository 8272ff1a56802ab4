package waymark.netlink;

import java.io.Serial;

/** Bytes that are not a valid netlink message: what was expected, and where. */
public final class MalformedNetlinkException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private final int offset;

  public MalformedNetlinkException(String expected, int offset) {
    super(expected + " at byte " + offset);
    this.offset = offset;
  }

  /** The offset in the received bytes. */
  public int offset() {
    return offset;
  }
}
