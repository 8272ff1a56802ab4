import org.jspecify.annotations.NullMarked;

/** What a host keeps on disk. */
@NullMarked
module waymark.state {
  exports waymark.state;

  requires transitive waymark.engine;
  requires org.slf4j;
  requires static org.jspecify;
}
