import org.jspecify.annotations.NullMarked;

/** The API of a host: its records and their JSON. */
@NullMarked
module waymark.api {
  requires transitive static org.jspecify;
  requires com.fasterxml.jackson.core;
  requires com.fasterxml.jackson.jr.ob;

  exports waymark.api;

  opens waymark.api to
      com.fasterxml.jackson.jr.ob;
}
