package waymark.kernel;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import waymark.policy.Link;
import waymark.policy.Policy;

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

  /**
   * Says "ready" and runs until it is killed, or says why it cannot.
   *
   * @param arguments the folder of the state; for {@code default: block} a resolv.conf, and a plane
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    try {
      boolean denies = arguments.length > 1;
      Policy policy =
          Policy.compile(
              List.of(Policies.VPN),
              List.of(Policies.rule("video", Policies.VPN, "video.example")),
              List.of(denies ? Link.BLOCK : Link.DIRECT));
      Essentials essentials =
          denies ? new Essentials(List.of(), List.of(), Path.of(arguments[1])) : Essentials.SYSTEM;
      KernelHost.start(
          policy,
          new HostSettings(
              Marks.DEFAULT,
              Learning.DEFAULT,
              true,
              Path.of(arguments[0]),
              essentials,
              denies && arguments[2].equals(PlaneKind.IPSET.word())
                  ? PlaneKind.IPSET
                  : PlaneKind.NFTABLES));
      System.out.println("ready");
      Thread.currentThread().join();
    } catch (RuntimeException e) {
      System.out.println(e.getClass().getSimpleName() + ": " + e.getMessage());
      System.exit(1);
    }
  }
}
