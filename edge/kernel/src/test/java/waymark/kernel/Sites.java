package waymark.kernel;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import waymark.policy.Link;
import waymark.policy.Policy;

/** Sites of both providers, and a policy that sends each by the one that it belongs to. */
final class Sites {
  /** As dnsmasq writes them. */
  static final String RECORDS =
      """
      host-record=www.video.example,198.18.0.7,2001:2:0:1::7
      host-record=late.video.example,198.18.0.8
      host-record=spare.example,198.18.0.9
      host-record=here.example,198.19.0.9
      host-record=other.example,198.19.0.8,2001:2:0:2::8
      host-record=ads.example,198.19.0.66,2001:2:0:2::66
      """
          + IntStream.range(0, 400)
              .mapToObj(
                  i ->
                      "host-record=n%d.video.example,198.18.%d.%d\n"
                          .formatted(i, 1 + i / 200, i % 200 + 1))
              .collect(Collectors.joining());

  static final Policy POLICY =
      Policies.policy(
          Policies.rule(
              "video", Policies.VPN, "video.example", "198.18.200.0/24", "2001:2:0:1:c::/80"),
          Policies.rule("here", Link.DIRECT, "here.example", "198.18.200.128/25"),
          Policies.rule("spare", List.of(Policies.VPN, Link.DIRECT), "spare.example"),
          Policies.rule(
              "ads", Link.BLOCK, "ads.example", "198.19.200.0/24", "2001:2:0:2:bad::/80"));

  private Sites() {}
}
