package waymark.kernel;

import java.time.Duration;
import java.util.function.Supplier;
import waymark.engine.PlaneException;
import waymark.journal.RowSink;
import waymark.kernel.model.CaptureSettings;
import waymark.kernel.model.HostSettings;
import waymark.kernel.model.KernelException;
import waymark.kernel.model.MissingCapabilityException;
import waymark.kernel.model.WatchOptions;
import waymark.kernel.system.HostLock;
import waymark.kernel.system.StateFolder;
import waymark.netlink.PacketQueueCounters;
import waymark.policy.Policy;

/**
 * This host, taken for one daemon. What may keep a daemon from starting is found here, and by those
 * who open sockets and files of their own meanwhile, before {@link #start} changes the kernel.
 */
public final class HostClaim implements AutoCloseable {
  /** A daemon that was killed may not have closed its queue yet. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final long LOOK_MILLIS = 20;

  private final OpenParts opened;
  private final HostLock lock;
  private final HostSettings settings;

  private HostClaim(OpenParts opened, HostLock lock, HostSettings settings) {
    this.opened = opened;
    this.lock = lock;
    this.settings = settings;
  }

  /**
   * Takes the host, and makes its state folder ready.
   *
   * @throws MissingCapabilityException when this process lacks a capability
   * @throws KernelException when another daemon runs here, another process has the queue, or the
   *     state folder cannot be used
   */
  public static HostClaim take(HostSettings settings) {
    HostLock lock = HostLock.take();
    OpenParts opened = new OpenParts();
    opened.add(lock::close);
    try {
      StateFolder.open(settings.state());
      if (settings.captureSettings().mode() == CaptureSettings.Mode.HOLD) {
        requireQueue(settings.captureSettings().queue());
      }
      return new HostClaim(opened, lock, settings);
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  private static void requireQueue(int queue) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (PacketQueueCounters.read(queue).isPresent()) {
      if (System.nanoTime() - end > 0) {
        throw new KernelException(
            "another process reads queue "
                + queue
                + ": stop it, or set learn: { dns: { queue: NUMBER } } to one that is free");
      }
      try {
        Thread.sleep(LOOK_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new KernelException("interrupted while queue " + queue + " was awaited", e);
      }
    }
  }

  /**
   * Starts the engine: restores the leases from before a restart, and then captures answers. The
   * claim is the host's from now on, and ends with it. When the start fails, what it has put into
   * the kernel is removed, unless an earlier daemon had left something there.
   *
   * @param journal gives each thread that records a sink of its own
   * @throws KernelException when another program owns the table
   * @throws PlaneException when the kernel refuses
   */
  public KernelHost start(Policy policy, Supplier<RowSink> journal) {
    return start(policy, WatchOptions.DEFAULT, journal);
  }

  KernelHost start(Policy policy, WatchOptions watchOptions, Supplier<RowSink> journal) {
    try {
      lock.remember(settings.state());
      return KernelHost.start(opened, policy, settings, watchOptions, journal);
    } catch (RuntimeException | Error e) {
      try {
        opened.close();
      } catch (RuntimeException other) {
        e.addSuppressed(other);
      }
      throw e;
    }
  }

  /** Gives the host back, unless it was started. */
  @Override
  public void close() {
    opened.close();
  }
}
