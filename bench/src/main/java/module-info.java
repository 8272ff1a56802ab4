import org.jspecify.annotations.NullMarked;

/**
 * What Waymark's speed is, measured: by JMH, and side by side with the programs that do the same.
 * Each measurement is a class; {@code bench/run} makes the namespaces that they run in.
 */
@NullMarked
module waymark.bench {
  requires static org.jspecify;
  requires java.management;
  requires jdk.management;
  requires jmh.core;
  requires jol.core;
  requires org.dnsjava;
  requires waymark.api;
  requires waymark.dns;
  requires waymark.journal;
  requires waymark.kernel;
  requires waymark.learn;
  requires waymark.linux;
  requires waymark.netlink;
}
