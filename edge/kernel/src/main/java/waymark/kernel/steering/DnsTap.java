package waymark.kernel.steering;

import java.util.List;
import java.util.Set;
import waymark.kernel.model.CaptureSettings;
import waymark.kernel.steering.ChainId.Stage;
import waymark.kernel.steering.Match.Direction;
import waymark.kernel.steering.Match.Side;
import waymark.kernel.steering.Match.State;
import waymark.policy.PortRange;
import waymark.policy.Transport;

/** The chains that copy DNS questions, and copy or queue DNS answers, once on each path. */
public final class DnsTap {
  private DnsTap() {}

  /**
   * Adds the chains.
   *
   * @param capture in a mode that the kernel supports
   */
  public static void add(Draft draft, CaptureSettings capture) {
    Verdict copy = new Verdict.Copy(capture.group());
    switch (capture.mode()) {
      case OFF -> {
        return;
      }
      case OBSERVE -> draft.add(Stage.ANSWER, copy);
      case HOLD -> draft.add(Stage.ANSWER, new Verdict.Queue(capture.queue()));
    }
    // Loopback packets were seen when they left.
    draft.add(Hook.DNS, Verdict.Plain.PASS, new Match.In("lo"));
    draft.add(Hook.DNS, copy, Direction.ORIGINAL, dns(Side.DESTINATION));
    draft.add(
        Hook.DNS,
        new Verdict.GoTo(Stage.ANSWER),
        Direction.REPLY,
        State.ESTABLISHED,
        dns(Side.SOURCE));
  }

  private static Match dns(Side side) {
    return new Match.Ports(side, List.of(new PortRange(Set.of(Transport.values()), 53, 53)));
  }
}
