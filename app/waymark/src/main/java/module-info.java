import org.jspecify.annotations.NullMarked;

/**
 * The program: configuration, command line, lab, and the one place where the parts are tied
 * together.
 */
@NullMarked
module waymark.app {
  requires transitive static org.jspecify;
  requires org.snakeyaml.engine;
  requires transitive waymark.kernel;
  requires transitive waymark.policy;

  exports waymark.app.config;
}
