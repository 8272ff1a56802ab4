package waymark.app;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** This program, started as a process of its own. */
public final class OwnProgram {
  private OwnProgram() {}

  /** The command for it with these words. */
  public static List<String> command(String... words) {
    String jdk = System.getenv().getOrDefault("WAYMARK_JDK", System.getProperty("java.home"));
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(jdk).resolve("bin/java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                "waymark.app.Main"));
    command.addAll(List.of(words));
    return command;
  }
}
