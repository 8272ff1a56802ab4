package waymark.app.toapi;

import java.util.ArrayList;
import java.util.List;
import waymark.policy.Outlet;

/** The names of links and groups. */
public final class OutletNames {
  private OutletNames() {}

  public static List<String> names(List<? extends Outlet> outlets) {
    List<String> names = new ArrayList<>(outlets.size());
    for (Outlet outlet : outlets) {
      names.add(outlet.name());
    }
    return names;
  }
}
