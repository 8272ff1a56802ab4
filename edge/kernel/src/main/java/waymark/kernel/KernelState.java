package waymark.kernel;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import waymark.kernel.links.InterfaceScan;
import waymark.kernel.model.CaptureSettings;
import waymark.kernel.model.HostNeighbours;
import waymark.kernel.model.HostSettings;
import waymark.kernel.model.Interfaces;
import waymark.kernel.model.KernelException;
import waymark.kernel.model.Marks;
import waymark.kernel.model.MissingCapabilityException;
import waymark.kernel.model.Removed;
import waymark.kernel.neighbours.NeighbourWatch;
import waymark.kernel.system.HostLock;
import waymark.policy.Policy;

/** This host's kernel, read and cleaned without a running engine. */
public final class KernelState {
  private KernelState() {}

  /** The interfaces and addresses of this host at this moment. */
  public static Interfaces interfaces() {
    return InterfaceScan.now();
  }

  /** Who else uses marks, rules, tables and hooks on this host; needs no running engine. */
  public static HostNeighbours neighbours(Marks marks, CaptureSettings captureSettings) {
    return NeighbourWatch.look(marks, captureSettings);
  }

  /** What a start with a policy would put into the kernel, as far as that can be known before. */
  public static List<String> describe(Policy policy, HostSettings settings) {
    return Planes.of(settings).describe(policy);
  }

  /**
   * The state folder of the daemon that runs on this network, or ran last; empty where none has run
   * since the machine was started, or this process may not know.
   */
  public static Optional<Path> lastState() {
    return HostLock.state();
  }

  /** Whether there may be such a daemon, and this process may not know. */
  public static boolean isLastStateHidden() {
    return HostLock.isStateHidden();
  }

  /**
   * Removes everything from the kernel that Waymark put there.
   *
   * @param hosts what may have been in force here, with the state folders that may remember it; at
   *     least one
   * @throws MissingCapabilityException when this process may not
   * @throws KernelException when a daemon runs, or the kernel refuses
   */
  public static Removed remove(List<HostSettings> hosts) {
    try (HostLock _ = HostLock.take()) {
      return Removal.of(hosts);
    }
  }

  /** As {@link #remove(List)}, of a single host. */
  public static Removed remove(HostSettings settings) {
    return remove(List.of(settings));
  }
}
