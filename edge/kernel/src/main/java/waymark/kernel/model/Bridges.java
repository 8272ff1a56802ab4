package waymark.kernel.model;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The bridges of this host.
 *
 * @param names of their interfaces
 * @param filtered whether the kernel may show bridged packets to the firewall (module br_netfilter)
 */
public record Bridges(SortedSet<String> names, boolean filtered) {
  public static final Bridges NONE = new Bridges(new TreeSet<>(), false);

  public Bridges {
    names = Collections.unmodifiableSortedSet(new TreeSet<>(names));
  }
}
