package waymark.app.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The picture in CONTRIBUTING shows the sources as they are. */
class DiagramTest {
  private static final Path ROOT = Path.of(System.getProperty("waymark.root", "../.."));

  @Test
  void theDrawingIsCurrent() throws IOException {
    assertThat(Files.readString(Diagram.file(ROOT)))
        .as("drawn again by build/diagram")
        .isEqualTo(new Diagram(new SourceTree(ROOT)).svg());
  }
}
