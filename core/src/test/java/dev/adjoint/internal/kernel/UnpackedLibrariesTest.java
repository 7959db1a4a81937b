package dev.adjoint.internal.kernel;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

/** What is unpacked is whole, whatever was there before and whoever unpacks beside it. */
class UnpackedLibrariesTest {
  @TempDir
  private Path folder;

  private List<URL> jar(String name, byte[]... contents) throws IOException {
    var file = folder.resolve(name);
    try (var jar = new JarOutputStream(Files.newOutputStream(file))) {
      for (int i = 0; i < contents.length; i++) {
        jar.putNextEntry(new JarEntry("lib/" + i + ".so"));
        jar.write(contents[i]);
        jar.closeEntry();
      }
    }
    return IntStream.range(0, contents.length).mapToObj(i -> {
      try {
        return URI.create("jar:" + file.toUri() + "!/lib/" + i + ".so").toURL();
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }).toList();
  }

  private static void assertUnpacked(List<Path> files, byte[]... contents) throws IOException {
    assertEquals(contents.length, files.size());
    for (int i = 0; i < contents.length; i++) {
      assertArrayEquals(contents[i], Files.readAllBytes(files.get(i)));
      assertEquals(files.getFirst().getParent(), files.get(i).getParent());
    }
    try (var all = Files.list(files.getFirst().getParent())) {
      assertEquals(contents.length, all.count());
    }
  }

  @Test
  void filesOfAJarComeIntoOneFolderAndStayThere() throws IOException {
    byte[] a = {1, 2, 3};
    byte[] b = new byte[100_000];
    var files = UnpackedLibraries.of(jar("a.jar", a, b), folder.resolve("cache"));
    assertUnpacked(files, a, b);
    var written = Files.getLastModifiedTime(files.getFirst());
    assertEquals(files, UnpackedLibraries.of(jar("a.jar", a, b), folder.resolve("cache")));
    assertEquals(written, Files.getLastModifiedTime(files.getFirst()));
  }

  @Test
  void halfAFileIsReplaced() throws IOException {
    byte[] a = {1, 2, 3};
    var entries = jar("a.jar", a);
    Files.write(UnpackedLibraries.of(entries, folder.resolve("cache")).getFirst(), new byte[]{1});
    assertUnpacked(UnpackedLibraries.of(entries, folder.resolve("cache")), a);
  }

  @Test
  void anotherVersionHasAnotherFolder() throws IOException {
    var first = UnpackedLibraries.of(jar("a.jar", new byte[]{1, 2, 3}), folder.resolve("cache"));
    var second = UnpackedLibraries.of(jar("a.jar", new byte[]{3, 2, 1}), folder.resolve("cache"));
    assertNotEquals(first, second);
    assertUnpacked(second, new byte[]{3, 2, 1});
  }

  @Test
  void withoutACacheTheyAreUnpackedForThisJvm() throws IOException {
    byte[] a = {1, 2, 3};
    var noFolder = Files.writeString(folder.resolve("file"), "in the way");
    var entries = jar("a.jar", a);
    for (var cache : List.of(noFolder.resolve("cache"), Path.of("?", "cache"))) {
      var files = UnpackedLibraries.of(entries, cache);
      assertUnpacked(files, a);
      assertFalse(files.getFirst().startsWith(folder));
    }
    assertFalse(Files.exists(Path.of("?")));
  }

  @Test
  void severalAtATimeAllGetWholeFiles() throws IOException {
    byte[] a = new byte[1_000_000];
    var entries = jar("a.jar", a);
    var files = new HashSet<>(IntStream.range(0, 16).parallel()
        .mapToObj(_ -> UnpackedLibraries.of(entries, folder.resolve("cache"))).toList());
    assertEquals(1, files.size());
    assertUnpacked(files.iterator().next(), a);
  }
}
