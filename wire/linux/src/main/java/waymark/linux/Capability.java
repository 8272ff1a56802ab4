package waymark.linux;

/** A capability that the network calls need (include/uapi/linux/capability.h). */
public enum Capability {
  CAP_NET_ADMIN(12),
  CAP_NET_RAW(13);

  private final int bit;

  Capability(int bit) {
    this.bit = bit;
  }

  long mask() {
    return 1L << bit;
  }
}
