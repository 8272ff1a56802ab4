package waymark.app.toapi;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import waymark.api.Denial;
import waymark.api.Denials;
import waymark.kernel.model.DenialReport;
import waymark.policy.Policy;

/** What was refused, as records of the API. */
public final class DenialToApi {
  private DenialToApi() {}

  /**
   * All of it.
   *
   * @param policy that is in force
   */
  public static Denials denials(DenialReport report, Policy policy) {
    Map<AllowRule.Key, TreeSet<String>> services = new LinkedHashMap<>();
    for (waymark.kernel.model.Denial denial : report.denials()) {
      AllowRule.Key key = AllowRule.Key.of(denial);
      services
          .computeIfAbsent(key, _ -> new TreeSet<>())
          .add(service(denial.protocol(), denial.port()));
    }
    AllowRule rules = new AllowRule(policy);
    List<Denial> denials = new ArrayList<>();
    for (waymark.kernel.model.Denial denial : report.denials()) {
      AllowRule.Key key = AllowRule.Key.of(denial);
      denials.add(
          new Denial(
              denial.client().toString(),
              denial.address().toString(),
              denial.name(),
              protocol(denial.protocol()),
              denial.port(),
              denial.rule(),
              cause(denial.cause()),
              denial.packets(),
              Instant.ofEpochMilli(denial.first()).toString(),
              Instant.ofEpochMilli(denial.last()).toString(),
              rules.text(key, List.copyOf(services.getOrDefault(key, new TreeSet<>())))));
    }
    return new Denials(report.copied(), report.lost(), denials);
  }

  private static Denial.Cause cause(waymark.kernel.model.Denial.Cause cause) {
    return switch (cause) {
      case DEFAULT -> Denial.Cause.DEFAULT;
      case RULE -> Denial.Cause.RULE;
      case LINK_DOWN -> Denial.Cause.LINK_DOWN;
      case EARLIER -> Denial.Cause.EARLIER;
    };
  }

  /** What a packet was for, in the words of a rule: {@code tcp/443}, {@code icmp}. */
  static String service(int protocol, int port) {
    return protocol(protocol) + (port == 0 ? "" : "/" + port);
  }

  /** The IANA registry of protocol numbers, for those that are common. */
  static String protocol(int number) {
    return switch (number) {
      case 1 -> "icmp";
      case 6 -> "tcp";
      case 17 -> "udp";
      case 58 -> "icmpv6";
      default -> Integer.toString(number);
    };
  }
}
