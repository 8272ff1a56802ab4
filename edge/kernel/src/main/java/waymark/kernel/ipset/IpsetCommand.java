package waymark.kernel.ipset;

import java.util.Collection;
import java.util.List;
import waymark.kernel.system.ExternalCommand;
import waymark.kernel.system.ScriptFile;
import waymark.netlink.IpsetDefinition;
import waymark.policy.Network;

/** IP sets changed by the {@code ipset} command, where netlink does not. */
final class IpsetCommand implements AddressSets {
  private final ScriptFile script;

  /** What it is to do is written to that file. */
  IpsetCommand(ScriptFile script) {
    this.script = script;
  }

  @Override
  public void create(IpsetDefinition set) {
    restore(
        "create "
            + set.name()
            + " "
            + set.type().name()
            + " family "
            + (set.family().addressBytes() == 4 ? "inet" : "inet6")
            + " maxelem "
            + set.maxElements()
            + (set.timeout() == IpsetDefinition.NO_TIMEOUT ? "" : " timeout " + set.timeout())
            + "\n");
  }

  @Override
  public void add(String set, Collection<Network> networks) {
    each("add " + set + " ", networks);
  }

  @Override
  public void delete(String set, Collection<Network> networks) {
    each("del " + set + " ", networks);
  }

  private void each(String what, Collection<Network> networks) {
    StringBuilder text = new StringBuilder();
    for (Network network : networks) {
      text.append(what).append(network).append('\n');
    }
    restore(text.toString());
  }

  @Override
  public void swap(String set, String other) {
    restore("swap " + set + " " + other + "\n");
  }

  @Override
  public void destroy(String set) {
    if (ExternalCommand.run(List.of("ipset", "list", "-n")).lines().anyMatch(set::equals)) {
      restore("destroy " + set + "\n");
    }
  }

  /** With -! it is no error that an entry is there already, which renews it, or is gone. */
  private void restore(String text) {
    if (!text.isEmpty()) {
      ExternalCommand.feed(List.of("ipset", "restore", "-!"), script, text);
    }
  }
}
