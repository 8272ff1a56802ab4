package waymark.app.toapi;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import waymark.api.AddressMove;
import waymark.api.AddressPlan;
import waymark.api.FlowMove;
import waymark.api.FlowPlan;
import waymark.api.KernelPlan;
import waymark.api.Plan;
import waymark.engine.Transition;
import waymark.kernel.model.FlowImpact;
import waymark.kernel.model.PolicyImpact;
import waymark.policy.Address;
import waymark.policy.Decision;
import waymark.policy.Policy;

/** The impact of a change of policy as a record of the API. */
public final class PlanToApi {
  private PlanToApi() {}

  public static Plan of(String file, PolicyImpact policyImpact, List<String> warnings) {
    Transition transition = policyImpact.transition();
    return new Plan(
        file,
        true,
        PolicyDifferences.of(transition.before(), transition.after()),
        addresses(transition),
        flows(policyImpact),
        kernel(policyImpact.before(), policyImpact.after()),
        warnings);
  }

  /** The plan of a start, of which only the policy and the host's interfaces are known. */
  public static Plan ofStart(
      String file, Policy policy, List<String> kernel, List<String> warnings) {
    return new Plan(
        file,
        false,
        PolicyDifferences.of(policy),
        AddressPlan.NONE,
        FlowPlan.NONE,
        new KernelPlan(kernel, List.of()),
        warnings);
  }

  private static AddressPlan addresses(Transition transition) {
    List<AddressMove> examples = new ArrayList<>();
    for (Address address : transition.heldBefore().stream().sorted().toList()) {
      if (examples.size() == Plan.MOST_EXAMPLES) {
        break;
      }
      if (!transition.isHeldAfter(address) || transition.changes(address)) {
        examples.add(
            new AddressMove(
                address.toString(),
                rest(transition.before(address)),
                rest(transition.after(address))));
      }
    }
    AddressCount count = AddressCount.of(transition);
    return new AddressPlan(count.stay(), count.move(), count.dropped(), count.added(), examples);
  }

  private static FlowPlan flows(PolicyImpact policyImpact) {
    long move = 0;
    long end = 0;
    List<FlowMove> examples = new ArrayList<>();
    for (FlowImpact flow : policyImpact.flows()) {
      if (flow.linkGoes()) {
        end += flow.count();
      } else {
        move += flow.count();
      }
      if (examples.size() < Plan.MOST_EXAMPLES) {
        examples.add(
            new FlowMove(
                flow.destination().toString(),
                flow.link(),
                rest(policyImpact.transition().after(flow.destination())),
                flow.linkGoes(),
                flow.count()));
      }
    }
    return new FlowPlan(policyImpact.kept(), move, end, examples);
  }

  /** Where connections go to which no rule with ports or clients applies. */
  private static List<String> rest(Decision decision) {
    return OutletNames.names(decision.branches().getLast().to());
  }

  private static KernelPlan kernel(List<String> before, List<String> after) {
    return new KernelPlan(less(after, before), less(before, after));
  }

  private static List<String> less(List<String> lines, List<String> others) {
    Set<String> known = new HashSet<>(others);
    return lines.stream().filter(line -> !known.contains(line)).toList();
  }
}
