import org.jspecify.annotations.NullMarked;

/**
 * The program: configuration, command line, lab, and the one place where the parts are tied
 * together.
 */
@NullMarked
module waymark.app {
  requires transitive static org.jspecify;
  // For SIGHUP.
  requires jdk.unsupported;
  requires org.slf4j;
  requires org.snakeyaml.engine;
  requires waymark.api;
  requires waymark.console;
  requires waymark.learn;
  requires waymark.linux;
  requires waymark.netlink;
  requires transitive waymark.health;
  requires transitive waymark.journal;
  requires transitive waymark.kernel;
  requires transitive waymark.policy;

  // For JSON of their records.
  opens waymark.app.command to
      com.fasterxml.jackson.jr.ob;
  opens waymark.app.config to
      com.fasterxml.jackson.jr.ob;
  opens waymark.app.lab to
      com.fasterxml.jackson.jr.ob;
}
