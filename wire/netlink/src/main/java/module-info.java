import org.jspecify.annotations.NullMarked;

/** Netlink: messages as bytes and records, and conversations with the kernel. */
@NullMarked
module waymark.netlink {
  exports waymark.netlink;

  requires transitive waymark.linux;
  requires static org.jspecify;
}
