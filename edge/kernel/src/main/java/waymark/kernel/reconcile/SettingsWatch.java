package waymark.kernel.reconcile;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waymark.engine.Engine;
import waymark.engine.Threads;
import waymark.kernel.model.KernelPart;
import waymark.kernel.system.Sysctls;

/**
 * Puts back kernel settings that other programs change. It looks by itself, because the kernel
 * gives notice of some settings only. Owned by the control thread.
 */
public final class SettingsWatch {
  private static final Logger log = LoggerFactory.getLogger(SettingsWatch.class);

  private final Sysctls sysctls;
  private final Engine engine;
  private final Threads threads;
  private final RepeatedChanges repeated = new RepeatedChanges();
  private Set<String> before = Set.of();
  private long seconds;

  public SettingsWatch(Sysctls sysctls, Engine engine, Threads threads) {
    this.sysctls = sysctls;
    this.engine = engine;
    this.threads = threads;
  }

  /** Looks at all settings, and puts back those that differ. */
  public void everySecond() {
    seconds++;
    Set<String> now = sysctls.changed();
    Set<String> changed = new TreeSet<>(now);
    // An interface that has just appeared is still to get its settings.
    changed.removeIf(name -> isOfInterface(name) && !before.contains(name));
    before = now;
    if (!changed.isEmpty()) {
      sysctls.setAgain();
      String names =
          changed.stream().map(name -> name.replace('/', '.')).collect(Collectors.joining(", "));
      repeated.warning(names, seconds).ifPresent(log::warn);
      threads.tellEngine(() -> engine.countRepair(KernelPart.SETTINGS.toString()));
    }
  }

  private static boolean isOfInterface(String name) {
    return name.contains("/conf/") && !name.contains("/conf/all/");
  }
}
