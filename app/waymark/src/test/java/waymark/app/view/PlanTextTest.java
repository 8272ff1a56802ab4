package waymark.app.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import waymark.api.AddressPlan;
import waymark.api.FlowPlan;
import waymark.api.KernelPlan;
import waymark.api.Plan;
import waymark.app.Captured;
import waymark.app.Samples;

class PlanTextTest {
  @Test
  void everythingHasItsPlace() {
    assertThat(PlanText.of(Samples.PLAN, true, Captured.terminal(false)))
        .isEqualTo(
            """
            /etc/waymark/waymark.yaml would make these changes; nothing has been changed

            + link isp2  interface: eth1; gateway: 198.51.100.1
            - link old
            ~ rule video  to: vpn -> isp2, else direct; names: 2 added, 0 removed

            addresses  1,100 stay, 1 move, 0 dropped, 0 added
              ADDRESS       NOW  THEN
              198.51.100.7  vpn  isp2, else direct

            flows  340 stay, 2 move, 1 end with their link
              TO            LEAVE BY       THEN               FLOWS
              198.51.100.7  vpn            isp2, else direct      2
              203.0.113.9   old (removed)  direct                 1

            kernel  1 line added, 1 removed
            - chain steer4: ip daddr @hosts4_2 goto to_2
            + chain steer4: ip daddr @hosts4_3_1 goto to_3_1
            """);
  }

  @Test
  void nothingToDoIsSaid() {
    Plan plan =
        new Plan(
            "/a.yaml",
            true,
            List.of(),
            new AddressPlan(7, 0, 0, 0, List.of()),
            FlowPlan.NONE,
            new KernelPlan(List.of(), List.of()),
            List.of());
    assertThat(PlanText.of(plan, false, Captured.terminal(false)))
        .startsWith("/a.yaml would change nothing\n")
        .contains("addresses  7 stay");
  }

  @Test
  void theLinesOfTheKernelAreShownOnRequest() {
    assertThat(PlanText.of(Samples.PLAN, false, Captured.terminal(false)))
        .endsWith("\nkernel  1 line added, 1 removed: see --verbose\n")
        .doesNotContain("steer4");
  }

  @Test
  void colourChangesNoWord() {
    String coloured = PlanText.of(Samples.PLAN, true, Captured.terminal(true));
    assertThat(coloured).contains("\033[32m+ link isp2");
    assertThat(coloured.replaceAll("\033\\[[0-9]*m", ""))
        .isEqualTo(PlanText.of(Samples.PLAN, true, Captured.terminal(false)));
  }
}
