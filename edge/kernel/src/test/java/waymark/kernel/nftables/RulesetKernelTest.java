package waymark.kernel.nftables;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import waymark.kernel.fixture.GoldenRuleset;
import waymark.kernel.fixture.Shell;

/** nft takes every table of {@link RulesetTest}, twice, and each over each other. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
class RulesetKernelTest {
  @TempDir private Path folder = Path.of("");

  private void nft(String options, String text) throws IOException {
    Path file = Files.writeString(folder.resolve("rules.nft"), text);
    Shell.run("nft " + options + " -f " + file);
  }

  private static String listed(String what, String kind) {
    return Shell.run(
        "nft list " + what + " 2>/dev/null | sed -n 's/^\t" + kind + " \\([a-z0-9_]*\\) .*/\\1/p'");
  }

  @ParameterizedTest
  @EnumSource
  void nftTakesItAndKeepsItWhole(GoldenRuleset golden) throws IOException {
    nft("-c", golden.text());
    nft("", golden.text());
    String first = Shell.run("nft list table inet waymark");
    nft("", golden.text());
    assertThat(Shell.run("nft list table inet waymark")).isEqualTo(first);
    nft("", golden.ruleset().chains());
    assertThat(Shell.run("nft list table inet waymark")).isEqualTo(first);
    Shell.run("nft delete table inet waymark");
  }

  @ParameterizedTest
  @EnumSource
  void itTakesThePlaceOfEachOther(GoldenRuleset golden) throws IOException {
    nft("", golden.text());
    String whole =
        Shell.run("nft list table inet waymark | sed '/^\tcounter/,/^\t}/d' | grep . | sort");
    for (GoldenRuleset other : GoldenRuleset.values()) {
      Shell.run("nft delete table inet waymark");
      nft("", other.text());
      String chains = listed("table inet waymark", "chain");
      String sets = listed("table inet waymark", "set");
      nft("", golden.ruleset().text(chains.lines().toList(), sets.lines().toList()));
      assertThat(
              Shell.run("nft list table inet waymark | sed '/^\tcounter/,/^\t}/d' | grep . | sort"))
          .as(golden + " over " + other)
          .isEqualTo(whole);
    }
    Shell.run("nft delete table inet waymark");
  }
}
