package dev.adjoint.internal.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Path;
import java.util.List;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas;

/**
 * A native library with a CBLAS interface.
 *
 * @param symbols its functions
 * @param source where it was found
 */
record NativeLibrary(SymbolLookup symbols, String source) {

  /** What OpenBLAS is linked against, in the order in which it must be loaded; a platform may need none of them. */
  private static final List<String> DEPENDENCIES = List.of("libquadmath.so.0", "libgcc_s.so.1", "libgfortran.so.5",
      "libgcc_s.1.1.dylib", "libquadmath.0.dylib", "libgfortran.5.dylib");
  private static final List<String> OPENBLAS = List.of("libopenblas.so.0", "libopenblas.0.dylib", "libopenblas.dll");

  private static final List<String> SYSTEM = List.of("libopenblas.so.0", "libopenblas.so",
      "/System/Library/Frameworks/Accelerate.framework/Accelerate", "libmkl_rt.so", "libmkl_rt.so.2", "openblas.dll");

  /** The OpenBLAS of the org.bytedeco jar on the class path, unpacked to its cache; no JNI is loaded. */
  static NativeLibrary bundled() {
    var folder = "/org/bytedeco/openblas/" + Loader.getPlatform() + "/";
    for (var dependency : DEPENDENCIES) {
      if (openblas.class.getResource(folder + dependency) != null) {
        open(unpack(folder + dependency).toString());
      }
    }
    for (var name : OPENBLAS) {
      if (openblas.class.getResource(folder + name) != null) {
        return at(unpack(folder + name).toString());
      }
    }
    throw new IllegalStateException("the class path has no OpenBLAS for " + Loader.getPlatform());
  }

  private static Path unpack(String resource) {
    try {
      return Loader.cacheResource(openblas.class, resource).toPath();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot unpack " + resource, e);
    }
  }

  /** A library that the system's loader finds. */
  static NativeLibrary system() {
    for (var name : SYSTEM) {
      try {
        return at(name);
      } catch (IllegalArgumentException e) {
        // not here under this name
      }
    }
    throw new IllegalStateException("the system has none of " + SYSTEM);
  }

  /** The library of this path or name. */
  static NativeLibrary at(String name) {
    return new NativeLibrary(open(name), name);
  }

  /** The address of a function. */
  MemorySegment find(String function) {
    return symbols.find(function).orElseThrow(() -> new IllegalStateException(source + " has no " + function));
  }

  @SuppressWarnings("restricted")
  private static SymbolLookup open(String name) {
    if (name.contains("/") || name.contains("\\")) {
      ElfFile.requireComplete(Path.of(name));
      return SymbolLookup.libraryLookup(Path.of(name), Arena.global());
    }
    return SymbolLookup.libraryLookup(name, Arena.global());
  }
}
