package dev.adjoint.internal.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * Libraries in a jar as files, which the system's loader needs. They stay in the user's cache, in a folder that is named after
 * what is in it, so that another version has another folder. Each is written under another name and then moved to its own at
 * once: a JVM that is killed, and two that start together, leave no half of one.
 */
final class UnpackedLibraries {

  private UnpackedLibraries() {}

  /** Those of these resources that the class path has, in the same order and in one folder, where they find each other. */
  static List<Path> of(List<String> resources) {
    var found = resources.stream().map(UnpackedLibraries.class::getResource).filter(Objects::nonNull).toList();
    return found.stream().allMatch(url -> url.getProtocol().equals("file"))
        ? found.stream().map(url -> Path.of(URI.create(url.toString()))).toList()
        : of(found, Path.of(System.getProperty("user.home", ""), ".cache", "adjoint"));
  }

  /** Entries of jars below a cache; where nothing can be written there, in a folder for this JVM alone. */
  static List<Path> of(List<URL> entries, Path cache) {
    try {
      if (cache.isAbsolute()) {
        return unpack(entries, cache);
      }
    } catch (IOException e) {
      // a home that is read-only, or none
    }
    try {
      var folder = Files.createTempDirectory("adjoint");
      var files = unpack(entries, folder);
      Stream.concat(Stream.of(folder, files.getFirst().getParent()), files.stream())
          .forEach(path -> path.toFile().deleteOnExit()); // the last one first
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot unpack " + entries + ": " + e.getMessage(), e);
    }
  }

  private static List<Path> unpack(List<URL> entries, Path cache) throws IOException {
    var folder = Files.createDirectories(cache.resolve(key(entries)));
    var files = new ArrayList<Path>();
    for (var url : entries) {
      var jar = open(url);
      try (var _ = jar.getJarFile()) {
        files.add(unpack(jar, folder));
      }
    }
    return List.copyOf(files);
  }

  private static Path unpack(JarURLConnection jar, Path folder) throws IOException {
    var entry = jar.getJarEntry();
    var file = folder.resolve(Path.of(entry.getName()).getFileName().toString());
    if (isComplete(file, entry.getSize())) {
      return file;
    }
    var part = Files.createTempFile(folder, "unpacked", ".part");
    try (var content = jar.getInputStream()) {
      Files.copy(content, part, StandardCopyOption.REPLACE_EXISTING);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (!isComplete(file, entry.getSize())) { // Windows does not replace what another JVM has put there and loaded
        throw e;
      }
    } finally {
      Files.deleteIfExists(part);
    }
    return file;
  }

  private static boolean isComplete(Path file, long size) throws IOException {
    return Files.isRegularFile(file) && Files.size(file) == size;
  }

  /** A name for these contents: the checksums that the jar has of them. */
  private static String key(List<URL> entries) throws IOException {
    var sum = new CRC32();
    for (var url : entries) {
      var jar = open(url);
      try (var _ = jar.getJarFile()) {
        var entry = jar.getJarEntry();
        sum.update("%s %x %x%n".formatted(entry.getName(), entry.getSize(), entry.getCrc())
            .getBytes(StandardCharsets.UTF_8));
      }
    }
    return HexFormat.of().toHexDigits((int) sum.getValue());
  }

  private static JarURLConnection open(URL url) throws IOException {
    if (url.openConnection() instanceof JarURLConnection jar) {
      jar.setUseCaches(false); // a shared jar must not be closed
      return jar;
    }
    throw new IOException("neither in a folder nor in a jar");
  }
}
