package waymark.kernel.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import waymark.kernel.model.KernelException;

/**
 * The file with the script of a command: in memory, so that a full disk does not prevent changes of
 * the kernel, or below {@code state} where that fails.
 */
public final class ScriptFile {
  private final String inMemory;
  private final Path onDisk;

  /** A script file with a name. */
  public ScriptFile(Path state, String name) {
    // Daemons in other network namespaces may share /run.
    inMemory = name + "." + ProcessHandle.current().pid();
    onDisk = state.resolve(name);
  }

  /**
   * Writes a script, and returns its path.
   *
   * @throws KernelException when neither file can be written
   */
  public Path write(String text) {
    try {
      return Files.writeString(RuntimeFolder.file(inMemory), text);
    } catch (IOException _) {
      done();
    }
    try {
      return Files.writeString(onDisk, text);
    } catch (IOException e) {
      throw new KernelException("cannot write " + onDisk + ": " + e.getMessage(), e);
    }
  }

  /** Deletes the file in memory; a file on disk stays for troubleshooting. */
  public void done() {
    try {
      Files.deleteIfExists(RuntimeFolder.PATH.resolve(inMemory));
    } catch (IOException _) {
      // the next script overwrites it
    }
  }
}
