package waymark.kernel.accounting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import waymark.kernel.model.TrafficVolume;
import waymark.policy.Address;

/** What connections carry ends up in accounts, whole and once. */
class FlowTableTest {
  private static Account account(int i) {
    return new Account(new Account.Place(Address.ofIpv4(0xc6120000 + i), 2));
  }

  @Test
  void whatConnectionsCarryIsAddedOnce() {
    FlowTable flows = new FlowTable();
    Account account = account(1);
    flows.begin();
    int slot = flows.add(7, account);
    flows.carry(slot, 100, 1000, 1, 10);
    flows.carry(flows.find(7), 150, 1500, 2, 15);
    account.settle();
    assertThat(account.total).isEqualTo(new TrafficVolume(150, 1500, 2, 15));
    flows.carry(flows.find(7), 150, 1500, 2, 15);
    account.settle();
    assertThat(account.last).isEqualTo(TrafficVolume.NONE);
  }

  @Test
  void whatWasCarriedBeforeAnybodyCountedIsNot() {
    FlowTable flows = new FlowTable();
    Account account = account(1);
    flows.ignore(flows.add(7, account), 100, 1000, 1, 10);
    flows.carry(flows.find(7), 150, 1500, 2, 15);
    account.settle();
    assertThat(account.total).isEqualTo(new TrafficVolume(50, 500, 1, 5));
  }

  @Test
  void aConnectionThatALookMissesIsNotCountedTwice() {
    FlowTable flows = new FlowTable();
    Account account = account(1);
    flows.begin();
    flows.carry(flows.add(7, account), 100, 0, 1, 0);
    flows.end();
    flows.begin();
    flows.end();
    flows.begin();
    flows.carry(flows.find(7), 100, 0, 1, 0);
    account.settle();
    assertThat(account.total.sentBytes()).isEqualTo(100);
  }

  /** Against a map. */
  @Test
  void manyComeAndGo() {
    Random random = new Random(1);
    FlowTable flows = new FlowTable();
    Map<Long, Long> model = new HashMap<>();
    Account account = account(1);
    long expected = 0;
    for (int look = 0; look < 30; look++) {
      flows.begin();
      int living = look < 15 ? 4_000 : 40;
      for (int i = 0; i < living; i++) {
        // Keys that share their slots.
        long key = (i % 7) * 0x1_0000_0000L + i;
        int slot = flows.find(key);
        long carried = model.merge(key, (long) random.nextInt(1000), Long::sum);
        flows.carry(slot < 0 ? flows.add(key, account) : slot, carried, 0, carried, 0);
      }
      flows.end();
    }
    for (long carried : model.values()) {
      expected += carried;
    }
    account.settle();
    assertThat(account.total.sentBytes()).isEqualTo(expected);
    assertThat(flows.size()).isLessThan(200);
  }
}
