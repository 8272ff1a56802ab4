package waymark.kernel.flows;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;
import waymark.engine.Transition;
import waymark.kernel.model.PolicyImpact;
import waymark.policy.Address;
import waymark.policy.Decision;

/** What {@link Flows} is to do at its next scan. */
sealed interface FlowRequest {
  /** Ends the connections to an address that leave by a link outside of the decision. */
  record Move(Address address, Decision decision, boolean isUrgent) implements FlowRequest {}

  /**
   * Ends the connections of a link.
   *
   * @param isLost whether the link cannot reach a destination; asked during the scan
   */
  record End(int number, Predicate<Address> isLost) implements FlowRequest {
    /** For a removed link, which reaches no destination. */
    static final Predicate<Address> ALL = _ -> true;
  }

  /**
   * Ends the connections without a decision that nobody has answered yet: another attempt is
   * decided.
   */
  record EndUnanswered() implements FlowRequest {}

  /** Ends the connections that a change of policy moves. */
  record Follow(Transition transition) implements FlowRequest {}

  /** Tells the {@link FlowListener} what the scan saw. */
  record Tell(FlowReport report) implements FlowRequest {}

  /** Says what a change of policy would end. */
  record Preview(
      Function<ConnectionTable, PolicyImpact> scan, CompletableFuture<PolicyImpact> answer)
      implements FlowRequest {
    /** Completes the answer, with an exception if the scan fails. */
    void answer(ConnectionTable connections) {
      try {
        answer.complete(scan.apply(connections));
      } catch (RuntimeException e) {
        answer.completeExceptionally(e);
      }
    }
  }

  /** Whether the scan for it should not wait for other requests. */
  default boolean isUrgent() {
    return switch (this) {
      case End _, EndUnanswered _, Follow _, Preview _ -> true;
      case Tell(FlowReport report) -> report == FlowReport.DESTINATIONS;
      case Move move -> move.isUrgent();
    };
  }

  /** The name of the request in the log. */
  default String name() {
    return switch (this) {
      case End end -> "ending the connections of link number " + end.number();
      case EndUnanswered _ -> "ending the connections that are not answered";
      case Follow _ -> "ending the connections that a change of policy moves";
      case Move move -> "ending the connections to " + move.address() + " by another link";
      case Tell(FlowReport report) -> "the report of " + report;
      case Preview _ -> "the preview of a policy";
    };
  }
}
