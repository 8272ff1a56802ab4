package waymark.kernel.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import waymark.kernel.model.KernelException;

/**
 * What a command of the system's is to read, in a file: in memory, so that a full disk keeps nobody
 * from telling the kernel, and below {@code state} where that cannot be.
 */
public final class ScriptFile {
  private static final Path MEMORY = Path.of("/run/waymark");

  private final Path inMemory;
  private final Path onDisk;

  /** A file of that name. */
  public ScriptFile(Path state, String name) {
    // Other network namespaces may have their own Waymark and the same /run.
    inMemory = MEMORY.resolve(name + "." + ProcessHandle.current().pid());
    onDisk = state.resolve(name);
  }

  /**
   * Where the text is now.
   *
   * @throws KernelException when it can be in neither place
   */
  public Path write(String text) {
    try {
      Files.createDirectories(MEMORY);
      return Files.writeString(inMemory, text);
    } catch (IOException _) {
      done();
    }
    try {
      return Files.writeString(onDisk, text);
    } catch (IOException e) {
      throw new KernelException("cannot write " + onDisk + ": " + e.getMessage(), e);
    }
  }

  /** Frees the memory; what is on disk stays for whoever wonders what was said. */
  public void done() {
    try {
      Files.deleteIfExists(inMemory);
    } catch (IOException _) {
      // it is overwritten the next time
    }
  }
}
