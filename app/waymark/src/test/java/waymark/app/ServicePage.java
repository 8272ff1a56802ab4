package waymark.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** docs/service.md and the systemd unit in it. */
record ServicePage(String text) {
  private static final String NAME = "# /etc/systemd/system/waymark.service\n";

  static ServicePage read() throws IOException {
    return new ServicePage(
        Files.readString(Path.of(System.getProperty("waymark.root", "../.."), "docs/service.md")));
  }

  String unit() {
    int from = text.indexOf(NAME) + NAME.length();
    return text.substring(from, text.indexOf("```", from));
  }

  /** The value of a setting that the unit has once. */
  String setting(String name) {
    List<String> values =
        unit()
            .lines()
            .filter(line -> line.startsWith(name + "="))
            .map(line -> line.substring(name.length() + 1))
            .toList();
    if (values.size() != 1) {
      throw new IllegalStateException(name + " of the unit: " + values);
    }
    return values.getFirst();
  }
}
