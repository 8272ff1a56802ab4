package waymark.kernel.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import waymark.kernel.model.KernelException;

/** The folder for files that outlive the process. */
public final class StateFolder {
  private StateFolder() {}

  /**
   * Creates the folder unless it exists.
   *
   * @throws KernelException when that is not possible
   */
  public static void create(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new KernelException("cannot create the state folder " + folder + ": " + e, e);
    }
  }
}
