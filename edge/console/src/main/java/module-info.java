import org.jspecify.annotations.NullMarked;

/** What a host answers by HTTP. */
@NullMarked
module waymark.console {
  requires transitive static org.jspecify;
  requires transitive waymark.api;
  requires transitive waymark.policy;
  requires org.eclipse.jetty.server;
  requires org.eclipse.jetty.unixdomain.server;
  requires org.slf4j;

  exports waymark.console;
}
