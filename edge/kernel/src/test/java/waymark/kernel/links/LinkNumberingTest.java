package waymark.kernel.links;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waymark.kernel.fixture.Policies;
import waymark.kernel.model.Marks;
import waymark.policy.Link;
import waymark.state.KeptMap;

class LinkNumberingTest {
  private static final Link OTHER = Policies.link("other", "wg0");

  @TempDir private Path folder = Path.of("");

  private LinkNumbering started() {
    return new LinkNumbering(new KeptMap(folder.resolve("links")), Marks.DEFAULT);
  }

  @Test
  void aLinkKeepsItsNumberOverARestart() {
    LinkNumbers numbers = started().number(List.of(Policies.VPN, OTHER));
    assertThat(started().current().of(OTHER)).isEqualTo(numbers.of(OTHER));
    assertThat(started().number(List.of(OTHER)).of(OTHER)).isEqualTo(numbers.of(OTHER));
  }

  @Test
  void aPreviewGivesNoNumbers() {
    LinkNumbering numbering = started();
    assertThat(numbering.preview(List.of(OTHER)).of(OTHER)).isEqualTo(2);
    assertThat(numbering.current().all()).containsExactly(LinkNumbers.DIRECT);
    assertThat(folder.resolve("links")).doesNotExist();
  }

  @Test
  void nothingIsWrittenWhereNothingIsNew() throws Exception {
    LinkNumbering numbering = started();
    numbering.number(List.of(Policies.VPN));
    Files.delete(folder.resolve("links"));
    numbering.number(List.of(Policies.VPN));
    assertThat(folder.resolve("links")).doesNotExist();
  }
}
