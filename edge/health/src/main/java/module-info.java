import org.jspecify.annotations.NullMarked;

/** Which links answer, how fast and how lossy. */
@NullMarked
module waymark.health {
  exports waymark.health;

  requires waymark.linux;
  requires waymark.policy;
  requires org.slf4j;
  requires static org.jspecify;
}
