package waymark.api;

import java.util.List;

/** The lines that a policy would add to the kernel and remove from it. */
public record KernelPlan(List<String> added, List<String> removed) {
  public KernelPlan {
    added = List.copyOf(added);
    removed = List.copyOf(removed);
  }
}
