package waymark.app.daemon;

import java.util.ArrayList;
import java.util.List;
import waymark.app.config.Configuration;
import waymark.kernel.model.CaptureSettings;

/** Settings that only a restart can change: numbers in the kernel, the folder and the plane. */
final class RestartOnlySettings {
  private RestartOnlySettings() {}

  /** The keys whose values differ. */
  static List<String> differing(Configuration running, Configuration wanted) {
    List<String> keys = new ArrayList<>();
    CaptureSettings before = running.captureSettings();
    CaptureSettings after = wanted.captureSettings();
    if (before.group() != after.group()) {
      keys.add("learn.dns.group");
    }
    if (before.denialGroup() != after.denialGroup()) {
      keys.add("denials.group");
    }
    if (before.queue() != after.queue()) {
      keys.add("learn.dns.queue");
    }
    if (before.withoutDaemon() != after.withoutDaemon()) {
      keys.add("learn.without-daemon");
    }
    if (!running.marks().equals(wanted.marks())) {
      keys.add("marks");
    }
    if (!running.state().equals(wanted.state())) {
      keys.add("state");
    }
    if (running.forwarding() != wanted.forwarding()) {
      keys.add("forwarding");
    }
    if (!running.plane().equals(wanted.plane())) {
      keys.add("plane");
    }
    return keys;
  }
}
