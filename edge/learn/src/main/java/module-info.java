import org.jspecify.annotations.NullMarked;

/** Countries and lists: files turned into the names and networks that rules match. */
@NullMarked
module waymark.learn {
  exports waymark.learn;

  requires transitive waymark.policy;
  requires transitive static org.jspecify;
  requires java.net.http;
}
