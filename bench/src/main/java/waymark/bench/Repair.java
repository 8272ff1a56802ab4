package waymark.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import waymark.netlink.Nftables;
import waymark.netlink.NftablesElement;
import waymark.netlink.NftablesFamily;
import waymark.netlink.NftablesSet;
import waymark.policy.Address;

/** How soon the kernel is right again after somebody else took something out of it. */
final class Repair implements Measurement {
  private static final int RATE = 10_000;
  private static final String TABLE = "waymark";
  private static final int POLL_MILLIS = 5;
  private static final long GIVE_UP_NANOS = 20_000_000_000L;

  /** What somebody else does, as a line for a shell in the router's namespace. */
  private record Damage(String title, String command) {}

  @Override
  public Report measure(Effort effort) throws InterruptedException {
    int addresses = effort.times(100_000, 2_000);
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "change by another process",
            "median, ms",
            "worst",
            "of this, the command, median",
            "rounds"));
    long learned;
    try (Network network = Network.of("repair");
        EngineProcess engine = EngineProcess.start(network.router(), "hold");
        KernelPicture.Reader reader = network.router().call(KernelPicture.Reader::open);
        Shell shell = network.router().call(Shell::open)) {
      try (Replay replay = Replay.start(network, RATE, addresses / RATE + 1, 1, 0, 0)) {
        replay.sent();
      }
      Thread.sleep(2_000);
      KernelPicture whole = reader.read();
      learned = whole.elements();
      for (Damage damage : network.router().call(Repair::damages)) {
        rows.add(row(damage, reader, shell, whole, effort.times(5, 1)));
      }
      if (engine.status().failures() != 0) {
        throw new BenchException("the kernel refused a change: " + engine.status());
      }
    }
    return new Report(
        """
        Time from the start of the damaging command until everything is in the kernel again, with %,d learned addresses:
        as many chains, rules, elements, `ip rule`s and routes as before, read through netlink every %d ms. The command
        runs in a shell that stays open. Two seconds pass between two rounds.
        """
            .formatted(learned, POLL_MILLIS),
        List.of(new Report.Table("Time to repair", rows)));
  }

  private static List<Damage> damages() {
    try (Nftables nftables = Nftables.open()) {
      NftablesSet learned =
          nftables.sets(NftablesFamily.INET, TABLE).stream()
              .filter(set -> set.name().startsWith("hosts6"))
              .max(Comparator.comparing(set -> nftables.elements(set.reference()).size()))
              .orElseThrow(() -> new BenchException("nothing is learned"));
      NftablesElement element = nftables.elements(learned.reference()).getFirst();
      String address = Address.of(element.key().toArray()).toString();
      return List.of(
          new Damage("`nft flush ruleset`", "nft flush ruleset"),
          new Damage("`nft delete table inet waymark`", "nft delete table inet waymark"),
          new Damage(
              "one element deleted",
              "nft delete element inet waymark " + learned.name() + " '{ " + address + " }'"),
          new Damage(
              "one rule deleted",
              "nft delete rule inet waymark steer handle $(nft -a list chain inet waymark steer"
                  + " | sed -n 's/.* handle \\([0-9]*\\)$/\\1/p' | tail -n 1)"),
          new Damage("one `ip rule` deleted", "ip rule delete priority 7002"),
          new Damage("one route deleted", "ip route delete default dev up2 table 7002"),
          new Damage("a link's routes flushed", "ip -6 route flush table 7002"));
    }
  }

  private static List<String> row(
      Damage damage, KernelPicture.Reader reader, Shell shell, KernelPicture whole, int rounds)
      throws InterruptedException {
    Samples times = new Samples();
    Samples commands = new Samples();
    for (int i = 0; i < rounds; i++) {
      long begin = System.nanoTime();
      commands.add(shell.time(damage.command()));
      while (!reader.shows(whole)) {
        if (System.nanoTime() - begin > GIVE_UP_NANOS) {
          throw new BenchException(
              damage.title() + " was not repaired: " + reader.read() + ", not " + whole);
        }
        Thread.sleep(POLL_MILLIS);
      }
      times.add(System.nanoTime() - begin);
      Thread.sleep(2_000);
    }
    return List.of(
        damage.title(),
        Samples.millis(times.median()),
        Samples.millis(times.percentile(100)),
        Samples.millis(commands.median()),
        String.valueOf(rounds));
  }
}
