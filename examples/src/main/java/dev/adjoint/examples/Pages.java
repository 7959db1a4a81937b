package dev.adjoint.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.adjoint.view.page.Page;
import picocli.CommandLine.Option;

/** Where an example writes what is to be looked at. */
final class Pages {
  @Option(names = "--pages", description = "The folder for pages to look at (default: ${DEFAULT-VALUE}).")
  private Path folder = Path.of("target");

  void write(String name, Page page) {
    var file = file(name);
    page.write(file);
    System.out.println("page: " + file.toAbsolutePath());
  }

  /** The file of this name, in a folder that exists. */
  Path file(String name) {
    try {
      return Files.createDirectories(folder).resolve(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
