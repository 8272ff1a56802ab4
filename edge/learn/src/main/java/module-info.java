import org.jspecify.annotations.NullMarked;

/** Country files and lists: the names and networks that rules match. */
@NullMarked
module waymark.learn {
  exports waymark.learn;

  requires transitive waymark.policy;
  requires transitive static org.jspecify;
  requires java.net.http;
}
