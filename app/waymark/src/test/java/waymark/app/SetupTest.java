package waymark.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./waymark} and {@code ./check} do before there is any Java. */
class SetupTest {
  private static final Path SETUP = Path.of("../../build/setup.sh");

  @TempDir private Path folder = Path.of("");

  @Test
  void aJdkIsFoundWithoutACompilerOnThePath() throws IOException, InterruptedException {
    Path jdk = Files.createDirectories(folder.resolve("jdk/bin")).getParent();
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"25.0.1\"\n");
    Path compiler = Files.writeString(jdk.resolve("bin/javac"), "#!/bin/sh\n");
    assertThat(compiler.toFile().setExecutable(true)).isTrue();
    Path programs = Files.createDirectories(folder.resolve("programs"));
    for (String program : List.of("readlink", "grep")) {
      Files.createSymbolicLink(programs.resolve(program), found(program));
    }
    assertThat(find(Map.of("PATH", programs.toString(), "JAVA_HOME", jdk.toString())))
        .isEqualTo(jdk + "\n");
  }

  private static Path found(String program) {
    for (Path folder : List.of(Path.of("/usr/bin"), Path.of("/bin"))) {
      if (Files.isExecutable(folder.resolve(program))) {
        return folder.resolve(program);
      }
    }
    throw new IllegalStateException("no " + program);
  }

  /** What a script like ours prints of the JDK that it has found. */
  private static String find(Map<String, String> environment)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
                found("bash").toString(),
                "-c",
                "set -euo pipefail; . " + SETUP + "; find_jdk; echo \"$JAVA_HOME\"")
            .redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }
}
