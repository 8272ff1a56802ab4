import org.jspecify.annotations.NullMarked;

/** System calls of Linux. */
@NullMarked
module waymark.linux {
  exports waymark.linux;

  requires static org.jspecify;
}
