package waymark.kernel.ipset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import waymark.netlink.IpsetDefinition;
import waymark.netlink.NetlinkException;
import waymark.policy.Network;

class FallbackSetsTest {
  private static final List<Network> SOME = List.of(Network.parse("192.0.2.0/24"));

  private final List<String> done = new ArrayList<>();
  private final AtomicLong now = new AtomicLong();
  private boolean broken;
  private final AddressSets sets =
      new FallbackSets(new Written("netlink", true), new Written("command", false), now::get);

  /** Writes down what it is asked for, or fails. */
  private final class Written implements AddressSets {
    private final String name;
    private final boolean mayBreak;

    Written(String name, boolean mayBreak) {
      this.name = name;
      this.mayBreak = mayBreak;
    }

    private void done(String what) {
      done.add(name + " " + what);
      if (mayBreak && broken) {
        throw new NetlinkException("add to set", "waymark_2", 1, "", -1);
      }
    }

    @Override
    public void create(IpsetDefinition set) {
      done("create " + set.name());
    }

    @Override
    public void add(String set, Collection<Network> networks) {
      done("add " + set);
    }

    @Override
    public void delete(String set, Collection<Network> networks) {
      done("delete " + set);
    }

    @Override
    public void swap(String set, String other) {
      done("swap " + set + " " + other);
    }

    @Override
    public void destroy(String set) {
      done("destroy " + set);
    }
  }

  @Test
  void netlinkIsUsedWhileItWorks() {
    sets.add("a", SOME);
    sets.delete("a", SOME);
    sets.swap("a", "b");
    sets.destroy("b");
    assertThat(done)
        .containsExactly(
            "netlink add a", "netlink delete a", "netlink swap a b", "netlink destroy b");
  }

  @Test
  void theCommandTakesOverForAMinute() {
    broken = true;
    sets.add("a", SOME);
    assertThat(done).containsExactly("netlink add a", "command add a");
    done.clear();
    broken = false;
    now.addAndGet(59_000_000_000L);
    sets.add("b", SOME);
    assertThat(done).containsExactly("command add b");
    done.clear();
    now.addAndGet(1_000_000_000L);
    sets.add("c", SOME);
    sets.add("d", SOME);
    assertThat(done).containsExactly("netlink add c", "netlink add d");
  }
}
