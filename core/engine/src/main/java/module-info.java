import org.jspecify.annotations.NullMarked;

/** The running state: sightings and time in, changes to the kernel out. */
@NullMarked
module waymark.engine {
  exports waymark.engine;

  requires transitive waymark.policy;
  requires static org.jspecify;
}
