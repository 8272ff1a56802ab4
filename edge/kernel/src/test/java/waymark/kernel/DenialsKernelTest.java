package waymark.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import waymark.engine.Event;
import waymark.kernel.fixture.DenyingRouter;
import waymark.kernel.fixture.Eventually;
import waymark.kernel.fixture.Policies;
import waymark.kernel.fixture.TestClient;
import waymark.kernel.fixture.TestNetwork;
import waymark.kernel.model.Denial;
import waymark.kernel.model.PlaneKind;
import waymark.policy.Address;
import waymark.policy.Link;
import waymark.policy.Policy;

/** What is refused is reported: who wanted what, by which name, and the rule that refused it. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DenialsKernelTest {
  private static final String ADS = "198.19.0.66";

  @RegisterExtension private final DenyingRouter router = new DenyingRouter();

  static List<PlaneKind> planes() {
    return DenyingRouter.planes();
  }

  private void askFor(String name) {
    router
        .testNetwork()
        .in("client", () -> new TestClient(DenyingRouter.DNS, 1000).ask(name, TestClient.A));
  }

  private void visit(String who, String address) {
    router
        .testNetwork()
        .in(who, () -> catchThrowable(() -> TestClient.visit(TestNetwork.address(address))));
  }

  private static Denial to(KernelHost host, String address) {
    Address wanted = Address.parse(address);
    Eventually.holds(
        "a denial of " + address,
        () -> host.denials().denials().stream().anyMatch(it -> it.address().equals(wanted)));
    return host.denials().denials().stream()
        .filter(it -> it.address().equals(wanted))
        .findFirst()
        .orElseThrow();
  }

  private static List<Event.Denied> events(KernelHost host) {
    return host.events().since(0, 10_000).entries().stream()
        .map(it -> it.event())
        .filter(Event.Denied.class::isInstance)
        .map(Event.Denied.class::cast)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("planes")
  void theNameThatNoRuleAllowsIsTold(PlaneKind plane) {
    router.by(plane);
    KernelHost host = router.start(DenyingRouter.POLICY);
    askFor("ads.example");
    visit("client", ADS);
    Denial denial = to(host, ADS);
    assertThat(denial.client()).isEqualTo(Address.parse("10.0.0.2"));
    assertThat(denial.protocol()).isEqualTo(6);
    assertThat(denial.port()).isEqualTo(80);
    assertThat(denial.cause()).isEqualTo(Denial.Cause.DEFAULT);
    assertThat(denial.rule()).isEqualTo("default");
    assertThat(denial.name()).isEqualTo("ads.example");
    visit("client", ADS);
    visit("client", ADS);
    Eventually.holds("all are counted", () -> to(host, ADS).packets() >= 3);
    assertThat(events(host))
        .containsExactly(
            new Event.Denied(denial.client(), denial.address(), 6, 80, "default", "ads.example"));
    assertThat(host.denials().copied()).isGreaterThanOrEqualTo(3);
    assertThat(host.denials().lost()).isZero();
  }

  @ParameterizedTest
  @MethodSource("planes")
  void datagramsAndBothFamiliesAreReported(PlaneKind plane) {
    router.by(plane);
    KernelHost host = router.start(DenyingRouter.POLICY);
    for (String address : DenyingRouter.FORBIDDEN) {
      router
          .testNetwork()
          .in("client", () -> catchThrowable(() -> DenyingRouter.exchange(address, 4433)));
      Denial denial = to(host, address);
      assertThat(denial.protocol()).isEqualTo(17);
      assertThat(denial.port()).isEqualTo(4433);
      assertThat(denial.name()).isEmpty();
    }
    visit("router", ADS);
    assertThat(to(host, ADS).client()).isEqualTo(Address.parse("10.1.0.2"));
  }

  @ParameterizedTest
  @MethodSource("planes")
  void aRuleThatBlocksIsNamed(PlaneKind plane) {
    router.by(plane);
    Policy policy =
        Policy.compile(
            List.of(),
            List.of(
                Policies.rule("ads", Link.BLOCK, "ads.example"),
                Policies.scoped(
                    Policies.rule("mail", Link.BLOCK, "198.19.0.0/24"),
                    List.of("tcp/25"),
                    List.of())),
            List.of(Link.DIRECT));
    KernelHost host = router.start(policy);
    askFor("ads.example");
    visit("client", ADS);
    assertThat(to(host, ADS))
        .extracting(Denial::rule, Denial::name, Denial::cause)
        .containsExactly("ads", "ads.example", Denial.Cause.RULE);
    askFor("www.allowed.example");
    catchThrowable(() -> router.open("client", "198.19.0.80", 25));
    assertThat(to(host, "198.19.0.80"))
        .extracting(Denial::rule, Denial::name, Denial::port)
        .containsExactly("mail", "www.allowed.example", 25);
  }

  @ParameterizedTest
  @MethodSource("planes")
  void aLinkThatIsDownIsTheReason(PlaneKind plane) {
    router.by(plane);
    KernelHost host = router.start(DenyingRouter.POLICY);
    router.testNetwork().run("router", "ip link set up2 down");
    try {
      Eventually.holds("it is down", () -> !host.report().join().links().get("vpn").isUp(true));
      askFor("www.video.example");
      Eventually.holds(
          "it is refused",
          () -> {
            visit("client", "198.18.0.80");
            return host.denials().denials().stream()
                .anyMatch(
                    it ->
                        it.address().equals(Address.parse("198.18.0.80"))
                            && it.cause() == Denial.Cause.LINK_DOWN
                            && it.rule().equals("video")
                            && it.name().equals("www.video.example"));
          });
    } finally {
      router.testNetwork().run("router", "ip link set up2 up");
      router.testNetwork().run("router", "ip route replace 10.2.0.0/24 dev up2 || :");
    }
  }
}
