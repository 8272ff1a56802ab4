package waymark.kernel.denials;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import waymark.engine.Engine;
import waymark.engine.Event;
import waymark.engine.Grounds;
import waymark.engine.Knowledge;
import waymark.journal.Row;
import waymark.journal.RowSink;
import waymark.kernel.capture.AnswerJournal;
import waymark.kernel.capture.UnclaimedNames;
import waymark.kernel.model.Denial;
import waymark.policy.Claim;

/**
 * Finds out why packets were refused, and records those that are to be told: an event and a row of
 * the journal each. Owned by the engine's thread.
 */
public final class DenialRecorder {
  private final RowSink journal;
  private final Engine engine;
  private final UnclaimedNames names;
  private final AnswerJournal.Choice choice;

  /**
   * @param names of addresses that no rule claims
   * @param choice of the outlet that connections of a family take now
   */
  public DenialRecorder(
      RowSink journal, Engine engine, UnclaimedNames names, AnswerJournal.Choice choice) {
    this.journal = journal;
    this.engine = engine;
    this.names = names;
    this.choice = choice;
  }

  /**
   * The reason of each, in the order of the questions; empty: the packet was not on its way out.
   */
  List<Optional<DenialTable.Reason>> record(List<Denials.Question> questions) {
    List<Optional<DenialTable.Reason>> reasons = new ArrayList<>(questions.size());
    for (Denials.Question question : questions) {
      Optional<DenialTable.Reason> reason = reason(question.packet());
      reason.filter(_ -> question.told()).ifPresent(it -> tell(question.packet(), it));
      reasons.add(reason);
    }
    return reasons;
  }

  private Optional<DenialTable.Reason> reason(RefusedPacket packet) {
    Knowledge knowledge = engine.knowledge();
    if (knowledge.isOwn(packet.address())) {
      return Optional.empty();
    }
    Grounds grounds = knowledge.grounds(packet.address(), packet.client(), packet.ports());
    String name =
        grounds.name().isEmpty() ? names.of(packet.client(), packet.address()) : grounds.name();
    Claim claim = grounds.claim();
    return Optional.of(
        new DenialTable.Reason(cause(claim, packet.address().isIpv4()), claim.rule().name(), name));
  }

  private Denial.Cause cause(Claim claim, boolean ipv4) {
    if (claim.rule().to().getFirst().isBlock()) {
      return claim.isDefault() ? Denial.Cause.DEFAULT : Denial.Cause.RULE;
    }
    return choice.of(claim.rule().to(), ipv4).isBlock()
        ? Denial.Cause.LINK_DOWN
        : Denial.Cause.EARLIER;
  }

  private void tell(RefusedPacket packet, DenialTable.Reason reason) {
    engine.tell(
        new Event.Denied(
            packet.client(),
            packet.address(),
            packet.protocol(),
            packet.port(),
            reason.rule(),
            reason.name()));
    if (journal.isOn()) {
      journal.record(
          new Row.Denial(
              packet.client(),
              packet.address(),
              packet.protocol(),
              packet.port(),
              reason.rule(),
              reason.name()));
    }
  }
}
