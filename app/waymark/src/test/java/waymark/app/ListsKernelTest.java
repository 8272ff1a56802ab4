package waymark.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import waymark.app.cli.Exit;

/** A running daemon is asked for its lists, and to read them now. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
class ListsKernelTest {
  private static String lists(String... words) {
    Captured run = Captured.run(words);
    assertThat(run.exit()).as(run.err()).isEqualTo(Exit.DONE);
    return run.out();
  }

  @Test
  void aChangedListIsInForceOnceItIsRefreshed(@TempDir Path folder) throws IOException {
    Path list = Files.writeString(folder.resolve("partners.txt"), "203.0.113.0/24\n||no^\n");
    Path file = folder.resolve("waymark.yaml");
    Files.writeString(
        file,
        """
        links: { one: { interface: lo } }
        lists: { partners: { file: partners.txt } }
        rules: [{ name: shop, to: one, lists: [partners] }]
        state: %s
        """
            .formatted(folder.resolve("s")));
    try (TestDaemon _ = new TestDaemon(file)) {
      assertThat(lists("lists", "-c", file.toString()))
          .startsWith("partners: good\n  source   " + list + " (domains)\n")
          .contains("entries  2: 1 taken, 1 skipped\n", "line 2: ", "rules    shop\n");
      Files.writeString(file, "rules: 7\n");
      Files.writeString(list, "203.0.113.0/24\n198.51.100.0/24\n");
      assertThat(lists("lists", "--refresh")).contains("entries  2 taken\n");
      assertThat(Captured.run("explain", "198.51.100.7").out()).contains("shop");
      Files.delete(list);
      assertThat(lists("lists", "--refresh", "--state", folder.resolve("s").toString()))
          .startsWith("partners: an earlier version is in force\n")
          .contains("there is no file " + list, "entries  2 taken\n");
    }
  }
}
