package waymark.app.config;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import waymark.kernel.model.CaptureSettings;

/** The key for the ports that DNS is asked by. */
final class DnsPorts {
  private static final String EXPECTED = "a list of ports besides 53: [5353]";
  private static final int LAST = 65_535;

  private DnsPorts() {}

  /**
   * Port 53, and those of {@code learn.ports}.
   *
   * @param learn the section {@code learn}, if the file has it
   */
  static List<Integer> read(Optional<Fields> learn, Findings findings) {
    SortedSet<Integer> ports = new TreeSet<>(List.of(CaptureSettings.DNS_PORT));
    learn.ifPresent(fields -> read(fields, ports, findings));
    return List.copyOf(ports);
  }

  private static void read(Fields learn, Set<Integer> ports, Findings findings) {
    List<Value> values = learn.list("ports", true, EXPECTED);
    for (int i = 0; i < values.size(); i++) {
      Optional<Value.Text> text = learn.word(values.get(i), "ports", i, "a port");
      if (text.isPresent()) {
        Optional<Long> port = Scalar.integer(text.get());
        if (port.isPresent() && port.get() >= 1 && port.get() <= LAST) {
          ports.add(port.get().intValue());
        } else {
          findings.add(
              text.get().place(), learn.path("ports", i), Fields.quoted(text.get()), EXPECTED);
        }
      }
    }
  }
}
