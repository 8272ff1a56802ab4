package waymark.app.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Reads the text of a configuration file. */
final class SourceText {
  /** The greatest number of bytes of a file. */
  static final int LONGEST = 64 << 20;

  private SourceText() {}

  /** Reads a file in UTF-8. Returns empty, and adds the reason to the findings, if that fails. */
  static Optional<String> load(Path file, Findings findings) {
    byte[] bytes;
    if (Files.isDirectory(file)) {
      return missing(findings, "is a folder", "the file in it: -c " + file.resolve("waymark.yaml"));
    }
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(LONGEST + 1);
    } catch (NoSuchFileException _) {
      return missing(findings, "does not exist", "a file with rules; use -c FILE to name another");
    } catch (AccessDeniedException _) {
      return missing(
          findings,
          "cannot be read by this user",
          "read permission, or a command run as the file's owner");
    } catch (IOException e) {
      return missing(findings, "cannot be read: " + e.getMessage(), "a readable file");
    }
    if (bytes.length > LONGEST) {
      return missing(
          findings,
          "is larger than " + (LONGEST >> 20) + " MiB",
          "a smaller file; large lists of names belong under lists");
    }
    return decode(bytes, findings);
  }

  private static Optional<String> decode(byte[] bytes, Findings findings) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .decode(in, out, true);
    if (!result.isError()) {
      return Optional.of(out.flip().toString());
    }
    int line = 1;
    int start = 0;
    for (int i = 0; i < in.position(); i++) {
      if (bytes[i] == '\n') {
        line++;
        start = i + 1;
      }
    }
    int column = new String(bytes, start, in.position() - start, StandardCharsets.UTF_8).length();
    findings.add(
        new Place(line, column + 1),
        "",
        "has a byte that is not UTF-8: 0x" + Integer.toHexString(bytes[in.position()] & 0xff),
        "a file saved as UTF-8");
    return Optional.empty();
  }

  private static Optional<String> missing(Findings findings, String what, String expected) {
    findings.add(Place.WHOLE, "", what, expected);
    return Optional.empty();
  }
}
