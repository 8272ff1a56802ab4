package waymark.app.lab;

import java.util.List;

/** The scenarios beside other tools, in order. */
final class Neighbours {
  private Neighbours() {}

  /**
   * All of them.
   *
   * @param networks in the list that is applied under load
   * @param rounds how often it is applied
   */
  static List<Scenario> all(int networks, int rounds) {
    return List.of(
        new Blackhole(),
        Neighbour.of("Docker", Tool.of("docker", "iptables", "iptables-restore"))
            .with(Neighbours::container),
        Neighbour.of("firewalld", Tool.of("firewalld")),
        Neighbour.of("mwan3", Tool.of("mwan3", "iptables-restore", "ip6tables-restore"))
            .with("marks: { priority: 900 }\n"),
        Neighbour.of("ip rules", Tool.of("rules")).with("marks: { priority: 4000 }\n"),
        new DnsFilter(),
        new Busy(networks, rounds));
  }

  /** What a container sends, and what it serves. */
  private static void container(Lab lab, String scenario, String when) {
    try (HostThreads threads = new HostThreads("container", 1)) {
      Steered container = new Steered("a container's", threads, Browser.BY_IPV4);
      lab.add(container.row(lab, scenario, when, DnsRecord.A));
    }
  }
}
