package waymark.kernel;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The engine as a process of its own, for what ends it or forbids it. */
final class Daemon {
  private Daemon() {}

  static List<String> command(Path state) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("java.class.path"),
        Daemon.class.getName(),
        state.toString());
  }

  /** Says "ready" and runs until it is killed, or says why it cannot. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    try {
      KernelHost.start(
          Policies.policy(Policies.rule("video", Policies.VPN, "video.example")),
          new KernelHost.Settings(Marks.DEFAULT, Learning.DEFAULT, true, Path.of(arguments[0])));
      System.out.println("ready");
      Thread.currentThread().join();
    } catch (RuntimeException e) {
      System.out.println(e.getClass().getSimpleName() + ": " + e.getMessage());
      System.exit(1);
    }
  }
}
