package waymark.api;

import java.util.List;

/** Lines that the kernel would hold besides those of now, and those that would go. */
public record KernelPlan(List<String> added, List<String> removed) {
  public KernelPlan {
    added = List.copyOf(added);
    removed = List.copyOf(removed);
  }
}
