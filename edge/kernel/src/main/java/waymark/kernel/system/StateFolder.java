package waymark.kernel.system;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waymark.kernel.model.KernelException;
import waymark.linux.Umask;

/** The folder for files that outlive the process, which are for this user only. */
public final class StateFolder {
  private static final Logger log = LoggerFactory.getLogger(StateFolder.class);

  /** The files of Waymark, of all parts. */
  private static final Pattern OURS =
      Pattern.compile(
          "leases\\..*|.*\\.kept(\\.new)?|script\\..*|unconfirmed(\\.new)?|confirmed\\.yaml(\\.new)?"
              + "|lists|journal(\\.key)?|\\.?waymark\\.sock|.*\\.mmdb.*");

  private StateFolder() {}

  /**
   * Creates the folder unless it exists, and takes it and our files in it from other users. Files
   * that this process makes from now on are its user's alone.
   *
   * @throws KernelException when that is not possible
   */
  public static void open(Path folder) {
    Umask.ownerOnly();
    try {
      OwnerOnly.create(folder);
      // Before anything depends on it.
      Files.delete(Files.createTempFile(folder, "probe", ".kept.new"));
      List<Path> others = new ArrayList<>();
      for (Path path : content(folder)) {
        if (OURS.matcher(path.getFileName().toString()).matches()) {
          tighten(path);
        } else {
          others.add(path.getFileName());
        }
      }
      if (others.isEmpty()) {
        OwnerOnly.tighten(folder);
      } else {
        // It may be a folder that other programs need.
        log.warn(
            "The state folder {} holds files of others, such as {}, and stays as accessible as it"
                + " is; give Waymark a folder of its own",
            folder,
            others.getFirst());
      }
    } catch (IOException | DirectoryIteratorException e) {
      throw new KernelException(
          "cannot use the state folder "
              + folder
              + ": "
              + OwnerOnly.reason(e)
              + "; Waymark's user must own it and be able to write there",
          e);
    }
  }

  /** A folder for files of a moment, where there is no state folder. */
  public static Path temporary() {
    try {
      Path folder = RuntimeFolder.file("state");
      OwnerOnly.create(folder);
      return folder;
    } catch (IOException e) {
      throw new KernelException("cannot create a folder in /run: " + OwnerOnly.reason(e), e);
    }
  }

  /** The names of our files in the folder; none where it does not exist or cannot be read. */
  public static List<String> files(Path folder) {
    try {
      return content(folder).stream()
          .map(path -> path.getFileName().toString())
          .filter(name -> OURS.matcher(name).matches())
          .sorted()
          .toList();
    } catch (IOException | DirectoryIteratorException _) {
      return List.of();
    }
  }

  private static void tighten(Path path) throws IOException {
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      for (Path inside : content(path)) {
        OwnerOnly.tighten(inside);
      }
    }
    OwnerOnly.tighten(path);
  }

  private static List<Path> content(Path folder) throws IOException {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths.toList();
    }
  }
}
