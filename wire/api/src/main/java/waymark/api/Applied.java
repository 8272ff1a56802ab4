package waymark.api;

import java.util.List;

/**
 * A policy that is in force.
 *
 * @param file the file of the policy
 * @param milliseconds from the request until the policy was in the kernel, reading the file
 *     included
 * @param swapMilliseconds the part of that time after the policy was read and compiled
 * @param rules the number of its rules
 * @param stay addresses that keep their route
 * @param move addresses that get another route
 * @param dropped addresses that no rule names any more
 * @param confirmWithin the seconds left to confirm the policy; 0 when it needs no confirmation
 * @param note a remark, such as that a restart loads another file; empty if there is none
 * @param warnings rules that lack a list or country now, and why: a sentence each
 */
public record Applied(
    String file,
    long milliseconds,
    long swapMilliseconds,
    long rules,
    long stay,
    long move,
    long dropped,
    long confirmWithin,
    String note,
    List<String> warnings) {
  public Applied {
    warnings = List.copyOf(warnings);
  }
}
