package waymark.kernel.ipset;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import waymark.kernel.fixture.Shell;
import waymark.kernel.system.ScriptFile;

/** What somebody else does to chains is found, whatever was written just before or after. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
class ChainWatchKernelTest {
  private static final List<Boolean> FAMILIES = List.of(true);
  private static final String GROUPS = "WAYMARK_G_";

  @TempDir private Path folder = Path.of("");
  private Iptables iptables = new Iptables(new ScriptFile(folder, "script"));
  private ChainWatch watch = new ChainWatch(iptables, () -> ChainWatch.NONE);

  @BeforeEach
  void write() {
    iptables = new Iptables(new ScriptFile(folder, "script"));
    watch = new ChainWatch(iptables, () -> ChainWatch.NONE);
    iptables.restore(
        true,
        """
        *mangle
        :WAYMARK_G_0 - [0:0]
        :WAYMARK_STEER - [0:0]
        -A PREROUTING -j WAYMARK_STEER
        -A WAYMARK_STEER -d 192.0.2.1 -j RETURN
        -A WAYMARK_STEER -g WAYMARK_G_0
        -A WAYMARK_G_0 -j RETURN
        COMMIT
        """);
  }

  @AfterEach
  void flush() {
    watch.await();
    Shell.run("iptables -t mangle -F; iptables -t mangle -X");
  }

  private void share() {
    iptables.restore(true, "*mangle\n:WAYMARK_G_0 - [0:0]\n-A WAYMARK_G_0 -j ACCEPT\nCOMMIT\n");
  }

  private boolean isIntact() {
    boolean first = watch.wereIntact(FAMILIES);
    watch.await();
    return first && watch.wereIntact(FAMILIES);
  }

  @Test
  void whatWeWriteOurselvesIsNoChange() {
    watch.written(FAMILIES, 3);
    assertThat(isIntact()).isTrue();
    share();
    watch.changed(FAMILIES, GROUPS, 1);
    assertThat(isIntact()).isTrue();
    assertThat(watch.areIntact(FAMILIES)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "iptables -t mangle -D WAYMARK_STEER 1",
        "iptables -t mangle -D PREROUTING 1",
        "iptables -t mangle -I WAYMARK_STEER -j RETURN",
        "iptables -t mangle -F",
      })
  void aChangeJustBeforeTheChainsOfGroupsAreWrittenIsFound(String change) {
    watch.written(FAMILIES, 3);
    Shell.run(change);
    share();
    watch.changed(FAMILIES, GROUPS, 1);
    assertThat(isIntact()).isFalse();
    assertThat(watch.areIntact(FAMILIES)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aRuleThatIsTakenAwayBeforeTheFirstLookIsFound(boolean groups) {
    if (groups) {
      watch.written(FAMILIES, 3);
      share();
    }
    Shell.run("iptables -t mangle -D WAYMARK_G_0 1");
    if (groups) {
      watch.changed(FAMILIES, GROUPS, 1);
    } else {
      watch.written(FAMILIES, 3);
    }
    assertThat(isIntact()).isFalse();
  }
}
