package waymark.journal;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Where a journal is: a folder, and the key of its hashes beside it, so that a copy of the folder
 * does not have the key.
 *
 * @param state the folder for everything that outlives the process
 */
record JournalFolder(Path state) {
  Path path() {
    return state.resolve("journal");
  }

  Path key() {
    return state.resolve("journal.key");
  }

  /** Makes it again where somebody has deleted it. */
  void create() throws IOException {
    OwnerOnly.folder(path());
  }
}
