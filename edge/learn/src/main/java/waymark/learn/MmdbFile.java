package waymark.learn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;

/**
 * An MMDB file in memory with valid metadata, and with a tree and a data section that fit into the
 * file.
 *
 * @param type its declared type: {@code DBIP-Country-Lite}
 * @param built the time when it was built
 */
record MmdbFile(String type, Instant built, MmdbTree tree, MmdbData data) {
  /** The known files are smaller than 150 MB. */
  private static final long LARGEST = 512L << 20;

  /** The metadata begins in the last 128 KiB. */
  private static final int METADATA_REACH = 128 << 10;

  private static final byte[] MARKER = {
    (byte) 0xab, (byte) 0xcd, (byte) 0xef, 'M', 'a', 'x', 'M', 'i', 'n', 'd', '.', 'c', 'o', 'm'
  };

  /**
   * Reads a file.
   *
   * @throws LearnException when the file cannot be read or is not a valid MMDB file
   */
  static MmdbFile read(Path path) {
    return read(path, Memory.OF_PROCESS);
  }

  static MmdbFile read(Path path, Memory memory) {
    byte[] bytes;
    try {
      long size = Files.size(path);
      if (size > LARGEST) {
        throw new LearnException(path + " is larger than 512 MiB, the limit for a country file");
      }
      require(path, size, memory);
      bytes = Files.readAllBytes(path);
    } catch (NoSuchFileException e) {
      throw new LearnException("there is no file " + path, e);
    } catch (IOException e) {
      throw new LearnException("cannot read " + path + ": " + e, e);
    }
    try {
      return of(bytes);
    } catch (LearnException e) {
      throw new LearnException(path + " is not a complete MMDB file: " + e.reason(), e);
    }
  }

  private static void require(Path path, long size, Memory memory) {
    try {
      memory.requireCountries(size);
    } catch (LearnException e) {
      throw new LearnException(path + " is too large: " + e.reason(), e);
    }
  }

  /** Reads a file from its bytes. */
  static MmdbFile of(byte[] bytes) {
    int marker = marker(bytes);
    MmdbData metadata = new MmdbData(bytes, marker + MARKER.length, bytes.length);
    if (!(metadata.value(0) instanceof MmdbValue.Section section)) {
      throw new LearnException("its metadata is not a map");
    }
    long version = whole(section, "binary_format_major_version");
    if (version != 2) {
      throw new LearnException("its format is version " + version + ", not 2");
    }
    long nodes = whole(section, "node_count");
    int recordSize = (int) whole(section, "record_size");
    long ipVersion = whole(section, "ip_version");
    if (recordSize != 24 && recordSize != 28 && recordSize != 32) {
      throw new LearnException("its records have " + recordSize + " bits, not 24, 28 or 32");
    }
    if (ipVersion != 4 && ipVersion != 6) {
      throw new LearnException("it is for IP version " + ipVersion);
    }
    long data = MmdbTree.size(nodes, recordSize) + MmdbTree.SEPARATOR;
    if (nodes < 1 || nodes > Integer.MAX_VALUE || data > marker) {
      throw new LearnException("it is too short for its " + nodes + " nodes");
    }
    for (int i = (int) data - MmdbTree.SEPARATOR; i < data; i++) {
      if (bytes[i] != 0) {
        throw new LearnException("its tree does not end where it should");
      }
    }
    if (!(section.entries().get("database_type") instanceof MmdbValue.Text(String type))) {
      throw new LearnException("it has no type (database_type)");
    }
    return new MmdbFile(
        type,
        Instant.ofEpochSecond(Math.clamp(whole(section, "build_epoch"), 0, 1L << 40)),
        new MmdbTree(bytes, (int) nodes, recordSize, ipVersion == 6),
        new MmdbData(bytes, (int) data, marker));
  }

  private static long whole(MmdbValue.Section metadata, String key) {
    if (metadata.entries().get(key) instanceof MmdbValue.Whole(long number)) {
      return number;
    }
    throw new LearnException("its metadata has no number " + key);
  }

  /** The offset of the last marker. */
  private static int marker(byte[] bytes) {
    int least = Math.max(0, bytes.length - METADATA_REACH);
    for (int at = bytes.length - MARKER.length; at >= least; at--) {
      int same = 0;
      while (same < MARKER.length && bytes[at + same] == MARKER[same]) {
        same++;
      }
      if (same == MARKER.length) {
        return at;
      }
    }
    throw new LearnException("it has no metadata");
  }
}
