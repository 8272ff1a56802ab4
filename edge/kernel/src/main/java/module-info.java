import org.jspecify.annotations.NullMarked;

/** The engine's ports on the Linux kernel. */
@NullMarked
module waymark.kernel {
  exports waymark.kernel;
  exports waymark.kernel.model;

  requires transitive waymark.engine;
  requires transitive waymark.journal;
  requires transitive waymark.state;
  requires waymark.dns;
  requires waymark.linux;
  requires waymark.netlink;
  requires org.slf4j;
  requires static org.jspecify;
}
