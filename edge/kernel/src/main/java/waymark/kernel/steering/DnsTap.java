package waymark.kernel.steering;

import java.util.List;
import java.util.Set;
import waymark.kernel.model.CaptureSettings;
import waymark.kernel.plane.Desired;
import waymark.kernel.steering.ChainId.Stage;
import waymark.kernel.steering.Match.Direction;
import waymark.kernel.steering.Match.Side;
import waymark.kernel.steering.Match.State;
import waymark.policy.PortRange;
import waymark.policy.Transport;

/**
 * The chains that copy DNS questions, and copy or queue DNS answers, once on each path.
 *
 * <p>A message is one by the port that its client asked, or by the port of the server if that is
 * another: the port may be translated either way before the packet comes here.
 *
 * <p>If connection tracking forgets a connection, whoever sends next counts as the one that began
 * it. So an answer may come in the original direction, and the questions after it as replies; TCP
 * may also be INVALID. These are seen before they are routed, by which the reader tells them apart:
 * anybody could send such an answer. Where both ports are of DNS, directions say nothing, and the
 * message is copied.
 */
public final class DnsTap {
  /** DNS over TLS and QUIC (RFC 7858, RFC 9250). */
  private static final int ENCRYPTED = 853;

  private DnsTap() {}

  /**
   * Adds the chains.
   *
   * @param desired with capture in a mode that the kernel supports
   */
  public static void add(Draft draft, Desired desired) {
    CaptureSettings capture = desired.capture();
    Verdict copy = new Verdict.Copy(capture.group());
    switch (capture.mode()) {
      case OFF -> {
        return;
      }
      case OBSERVE -> draft.add(Stage.ANSWER, copy);
      case HOLD -> hold(draft, desired);
    }
    draft.add(Stage.MESSAGE, copy, Direction.ORIGINAL);
    draft.add(Stage.MESSAGE, new Verdict.GoTo(Stage.ANSWER), Direction.REPLY, State.ESTABLISHED);
    List<Integer> ports = capture.ports();
    Verdict message = new Verdict.GoTo(Stage.MESSAGE);
    // Loopback packets were seen when they left.
    draft.add(Hook.DNS, Verdict.Plain.PASS, new Match.In("lo"));
    draft.add(Hook.DNS, message, new Match.AskedPorts(ports));
    draft.add(Hook.DNS, message, Direction.ORIGINAL, ports(Side.DESTINATION, ports));
    draft.add(Hook.DNS, message, Direction.REPLY, ports(Side.SOURCE, ports));
    draft.add(
        Hook.DNS,
        new Verdict.Count(Counter.UNTRACKED_DNS),
        State.UNTRACKED,
        ports(Side.DESTINATION, ports));
    draft.add(
        Hook.DNS,
        new Verdict.Count(Counter.ENCRYPTED_DNS),
        State.NEW,
        ports(Side.DESTINATION, List.of(ENCRYPTED)));
    forgotten(draft, ports, copy);
  }

  private static void forgotten(Draft draft, List<Integer> ports, Verdict copy) {
    Verdict answer = new Verdict.GoTo(Stage.ANSWER);
    draft.add(Stage.FORGOTTEN_ANSWER, Verdict.Plain.RETURN, ports(Side.DESTINATION, ports));
    draft.add(Stage.FORGOTTEN_ANSWER, answer, Direction.ORIGINAL);
    draft.add(Stage.FORGOTTEN_ANSWER, answer, State.INVALID);
    draft.add(Stage.FORGOTTEN_QUESTION, copy, Direction.REPLY);
    draft.add(Stage.FORGOTTEN_QUESTION, copy, State.INVALID);
    draft.add(Hook.FORGOTTEN_DNS, Verdict.Plain.PASS, new Match.In("lo"));
    draft.add(
        Hook.FORGOTTEN_DNS, new Verdict.GoTo(Stage.FORGOTTEN_ANSWER), ports(Side.SOURCE, ports));
    draft.add(
        Hook.FORGOTTEN_DNS,
        new Verdict.GoTo(Stage.FORGOTTEN_QUESTION),
        ports(Side.DESTINATION, ports));
  }

  /** Answers are queued while somebody reads them. */
  private static void hold(Draft draft, Desired desired) {
    CaptureSettings capture = desired.capture();
    boolean drops = desired.dropsUnread();
    draft.add(Stage.ANSWER, new Verdict.Queue(capture.queue(), !drops), new Match.Holding());
    if (drops) {
      draft.add(Stage.ANSWER, new Verdict.Drop(Counter.UNREAD_ANSWERS));
    } else {
      draft.add(Stage.ANSWER, new Verdict.Count(Counter.UNREAD_ANSWERS));
      draft.add(Stage.ANSWER, new Verdict.Copy(capture.group()));
    }
  }

  private static Match ports(Side side, List<Integer> ports) {
    Set<Transport> transports = Set.of(Transport.values());
    return new Match.Ports(
        side, ports.stream().map(port -> new PortRange(transports, port, port)).toList());
  }
}
