package waymark.kernel.table;

import java.util.List;
import waymark.kernel.model.CaptureSettings;

/** The chains that copy questions, and copy or queue answers, once on each way that they pass. */
public final class DnsTap {
  /** The chain that holds nothing but the queue, and is not flushed with the others. */
  static final String QUEUE_CHAIN = "held_answers";

  /** The counter of the answers that came to the queue. */
  public static final String ANSWERS = "answers";

  private DnsTap() {}

  /**
   * Adds them.
   *
   * @param captureSettings in the mode that the kernel can do
   */
  public static void add(Chains chains, CaptureSettings captureSettings) {
    if (captureSettings.mode() == CaptureSettings.Mode.OFF) {
      return;
    }
    String copy = "log group " + captureSettings.group() + " queue-threshold 1";
    List<String> answer = chains.add("answer");
    if (captureSettings.mode() == CaptureSettings.Mode.HOLD) {
      chains.add(QUEUE_CHAIN);
      answer.add("counter name " + ANSWERS + " goto " + QUEUE_CHAIN);
    } else {
      answer.add(copy);
    }
    List<String> dns = chains.add("dns");
    dns.add("ct direction original th dport 53 " + copy);
    dns.add("ct direction reply ct state established th sport 53 goto answer");
    chains
        .add("dns_out", "type filter hook postrouting priority mangle - 10; policy accept;")
        .add("meta l4proto { tcp, udp } jump dns");
    List<String> in =
        chains.add("dns_in", "type filter hook input priority mangle; policy accept;");
    // What this host says to itself has passed postrouting.
    in.add("iif lo accept");
    in.add("meta l4proto { tcp, udp } jump dns");
  }
}
