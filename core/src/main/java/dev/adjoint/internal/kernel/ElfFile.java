package dev.adjoint.internal.kernel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** A look at a library before it is loaded: the loader of Linux crashes the process on a file that was cut short. */
final class ElfFile {
  private static final int MAGIC = 0x464c457f; // 0x7f E L F, as a little-endian int
  private static final int HEADER = 64;
  private static final int SECTION_TABLE = 40;
  private static final int SECTION_SIZE = 58;
  private static final int SECTION_COUNT = 60;

  private ElfFile() {}

  /**
   * Checks that a 64-bit ELF file reaches to the end of its section table, which linkers write last. Other files pass.
   *
   * @throws IllegalArgumentException if it does not
   */
  static void requireComplete(Path file) {
    if (!Files.isRegularFile(file)) {
      return; // the loader may know more, and says what it does not
    }
    var header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
    try (var channel = FileChannel.open(file)) {
      if (channel.read(header, 0) == HEADER && header.getInt(0) == MAGIC) {
        long end = header.getLong(SECTION_TABLE)
            + (long) Short.toUnsignedInt(header.getShort(SECTION_SIZE))
                * Short.toUnsignedInt(header.getShort(SECTION_COUNT));
        if (end > channel.size()) {
          throw new IllegalArgumentException(file + " is cut short: " + channel.size() + " of " + end + " bytes");
        }
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }
}
