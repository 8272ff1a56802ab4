package waymark.kernel.model;

import java.util.List;

/**
 * What a removal left.
 *
 * @param connections that had labels of ours, which are cleared now
 * @param left what may be ours and was not removed, and what cannot be known: a sentence each
 */
public record Removed(int connections, List<String> left) {
  public Removed {
    left = List.copyOf(left);
  }
}
