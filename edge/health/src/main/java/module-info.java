import org.jspecify.annotations.NullMarked;

/** Health checks of links: reachability, latency and loss. */
@NullMarked
module waymark.health {
  exports waymark.health;

  requires waymark.linux;
  requires waymark.policy;
  requires org.slf4j;
  requires static org.jspecify;
}
