package waymark.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptMapTest {
  @TempDir private Path folder = Path.of("");

  private KeptMap map() {
    return new KeptMap(folder.resolve("some.kept"));
  }

  @Test
  void whatIsWrittenIsReadByTheNext() {
    assertThat(map().read()).isEmpty();
    Map<String, String> entries =
        Map.of("one", "1", "net/ipv4/ip_forward", "a value of words", "e", "");
    map().write(entries);
    assertThat(map().read()).isEqualTo(entries);
    map().write(Map.of("two", "2"));
    assertThat(map().read()).isEqualTo(Map.of("two", "2"));
    map().write(Map.of());
    assertThat(map().read()).isEmpty();
  }

  @Test
  void aFileThatWasBeingWrittenDoesNotCount() throws IOException {
    map().write(Map.of("one", "1"));
    Files.writeString(folder.resolve("some.kept.new"), "one 2\ntw");
    assertThat(map().read()).isEqualTo(Map.of("one", "1"));
    map().write(Map.of("one", "3"));
    assertThat(map().read()).isEqualTo(Map.of("one", "3"));
  }

  @Test
  void whatWouldNotComeBackIsRefused() {
    map().write(Map.of("one", "1"));
    assertThatIllegalArgumentException().isThrownBy(() -> map().write(Map.of("a b", "1")));
    assertThatIllegalArgumentException().isThrownBy(() -> map().write(Map.of("", "1")));
    assertThatIllegalArgumentException().isThrownBy(() -> map().write(Map.of("a\nb", "1")));
    assertThatIllegalArgumentException().isThrownBy(() -> map().write(Map.of("a", "1\n2")));
    assertThatIllegalArgumentException().isThrownBy(() -> map().write(Map.of("a", "1\r2")));
    assertThat(map().read()).isEqualTo(Map.of("one", "1"));
  }

  @Test
  void aFolderThatIsNotThereIsSaid() {
    Path missing = folder.resolve("missing/some.kept");
    assertThatExceptionOfType(StateException.class)
        .isThrownBy(() -> new KeptMap(missing).write(Map.of("a", "1")))
        .withMessageContaining(missing.toString());
  }
}
