package waymark.app.words;

import java.util.ArrayList;
import java.util.List;
import waymark.policy.Outlet;

/** Links and groups by their names. */
public final class Links {
  private Links() {}

  public static List<String> names(List<? extends Outlet> outlets) {
    List<String> names = new ArrayList<>(outlets.size());
    for (Outlet outlet : outlets) {
      names.add(outlet.name());
    }
    return names;
  }
}
