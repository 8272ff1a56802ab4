import org.jspecify.annotations.NullMarked;

/** The journal: who asked what, what was decided, what was refused. */
@NullMarked
module waymark.journal {
  exports waymark.journal;

  requires transitive waymark.policy;
  requires org.slf4j;
  requires static org.jspecify;
}
