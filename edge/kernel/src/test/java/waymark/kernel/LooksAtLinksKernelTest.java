package waymark.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;
import waymark.kernel.fixture.EveryPlane;
import waymark.kernel.fixture.NumberedSites;
import waymark.kernel.fixture.Policies;
import waymark.kernel.fixture.TestClient;
import waymark.kernel.fixture.TestNetwork;
import waymark.kernel.fixture.TestRouter;
import waymark.kernel.model.PlaneKind;
import waymark.policy.Address;
import waymark.policy.Policy;

/** Addresses are learned while the control thread looks at the links and at what the kernel has. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LooksAtLinksKernelTest {
  private static final int SITES = 200;
  private static final Policy POLICY =
      Policies.policy(Policies.rule("video", Policies.VPN, "*.video.example"));

  @RegisterExtension private final TestRouter testRouter = new TestRouter();
  private final TestNetwork testNetwork = testRouter.testNetwork();

  @BeforeAll
  void nameServer() {
    NumberedSites.serve(testNetwork);
  }

  @EveryPlane
  void eachNewAddressLeavesByItsLink(PlaneKind plane) throws InterruptedException {
    testRouter.start(POLICY, plane);
    AtomicBoolean ended = new AtomicBoolean();
    Thread looks = Thread.ofPlatform().start(() -> look(ended));
    try {
      testNetwork.in("client", LooksAtLinksKernelTest::visitAll);
    } finally {
      ended.set(true);
      looks.join();
    }
    assertThat(testNetwork.wrong()).isZero();
  }

  private static int visitAll() throws Exception {
    TestClient client = new TestClient(NumberedSites.SERVER, 2_000);
    for (int i = 1; i <= SITES; i++) {
      String name = NumberedSites.name("1-" + i);
      List<InetAddress> found = client.ask(name, TestClient.A);
      assertThat(found).as(name).hasSize(1);
      assertThat(TestClient.visit(found.getFirst())).as(name).isEqualTo("isp2");
    }
    return SITES;
  }

  private void look(AtomicBoolean ended) {
    for (int i = 0; !ended.get(); i++) {
      testRouter.host().judge(Map.of(), Map.of());
      testRouter.host().kernelHolds(Address.parse("198.18.1." + (1 + i % SITES))).join();
    }
  }
}
