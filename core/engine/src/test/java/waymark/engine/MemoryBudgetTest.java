package waymark.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static waymark.engine.World.VPN;
import static waymark.engine.World.rule;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import waymark.policy.Address;
import waymark.policy.Lifetime;
import waymark.policy.Link;
import waymark.policy.Names;
import waymark.policy.Network;
import waymark.policy.Policy;
import waymark.policy.Rule;

class MemoryBudgetTest {
  private static final long MEGABYTE = 1L << 20;

  private static Policy networks(int count) {
    List<Network> networks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      networks.add(Network.parse(Address.ofIpv4(0x0b000000 + i * 512) + "/24"));
    }
    Rule rule = new Rule("list", List.of(VPN), Names.NONE, networks, 0, Lifetime.DEFAULT, false);
    return Policy.compile(List.of(VPN), List.of(rule), List.of(Link.DIRECT));
  }

  @Test
  void limitsFollowTheHeap() {
    Limits usual = new MemoryBudget(512 * MEGABYTE).limits();
    assertThat(usual.leases()).isEqualTo(223_696);
    assertThat(usual.leasesPerRule()).isEqualTo(100_000);
    Limits small = new MemoryBudget(64 * MEGABYTE).limits();
    assertThat(small.leases()).isEqualTo(27_962);
    assertThat(small.leasesPerRule()).isEqualTo(13_981);
    assertThat(new MemoryBudget(MEGABYTE).limits().leases()).isEqualTo(10_000);
    assertThat(new MemoryBudget(64L << 30).limits()).isEqualTo(Limits.DEFAULT);
  }

  @Test
  void allLeasesAndTwoPoliciesOfAUsualSizeFit() {
    MemoryBudget budget = new MemoryBudget(512 * MEGABYTE);
    Policy policy = networks(250_000);
    assertThat(budget.refusal(policy, policy, budget.limits().leases())).isEmpty();
    assertThat(budget.refusal(networks(400_000), networks(400_000), 100_000)).isEmpty();
  }

  @Test
  void aPolicyThatDoesNotFitIsRefusedAndTheOldOneStays() {
    World world = new World(rule("video", VPN, 0, "video.example"));
    world.see("198.18.0.1", 60, "video.example");
    MemoryBudget budget = new MemoryBudget(128 * MEGABYTE);
    Policy policy = networks(300_000);
    assertThatThrownBy(() -> budget.require(world.engine, policy))
        .isInstanceOf(PlaneException.class)
        .hasMessageContaining("does not fit into memory beside the one in force")
        .hasMessageContaining("1 learned addresses")
        .hasMessageContaining("the heap has 128 MB");
    assertThat(world.engine.policy().rules().getFirst().name()).isEqualTo("video");
    budget.require(world.engine, networks(1_000));
  }
}
