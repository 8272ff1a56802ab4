package waymark.app.daemon;

import java.util.ArrayList;
import java.util.List;
import waymark.app.config.Configuration;
import waymark.kernel.model.DnsTrust;

/** Settings that only a restart can change: marks, sockets, folders and the plane. */
final class RestartOnlySettings {
  private RestartOnlySettings() {}

  /** The keys whose values differ. */
  static List<String> differing(Configuration running, Configuration wanted) {
    List<String> keys = new ArrayList<>();
    if (!running.captureSettings().ports().equals(wanted.captureSettings().ports())) {
      keys.add("learn.ports");
    }
    if (!running
        .captureSettings()
        .equals(wanted.captureSettings().by(running.captureSettings().ports()))) {
      keys.add("learn.dns");
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
    if (!running.exemptionSettings().management().equals(wanted.exemptionSettings().management())) {
      keys.add("management");
    }
    if (!running.exemptionSettings().resolvers().equals(wanted.exemptionSettings().resolvers())) {
      keys.add("learn.resolvers");
    }
    if (!running.trust().getClass().equals(wanted.trust().getClass())
        || (wanted.trust() instanceof DnsTrust.Only && !running.trust().equals(wanted.trust()))) {
      keys.add("learn.trust");
    }
    if (!running.api().equals(wanted.api())) {
      keys.add("api");
    }
    return keys;
  }
}
