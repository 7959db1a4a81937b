package dev.adjoint.internal.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A native library with a CBLAS interface.
 *
 * @param symbols its functions
 * @param source where it was found
 */
record NativeLibrary(SymbolLookup symbols, String source) {

  private static final Module MODULE = NativeLibrary.class.getModule();

  /** What lets this library call native code. */
  static final String FLAG = "--enable-native-access=" + (MODULE.isNamed() ? MODULE.getName() : "ALL-UNNAMED");

  /** Whether that flag is given; asked before the first call, since after a warning Java takes the module as enabled. */
  static final boolean IS_ENABLED = MODULE.isNativeAccessEnabled();

  private static final String PLATFORM = platform(System.getProperty("os.name"), System.getProperty("os.arch"));

  /** What OpenBLAS is linked against, in the order in which it must be loaded; a platform may need none of them. */
  private static final List<String> DEPENDENCIES = List.of("libquadmath.so.0", "libgcc_s.so.1", "libgfortran.so.5",
      "libgcc_s.1.1.dylib", "libquadmath.0.dylib", "libgfortran.5.dylib");
  private static final List<String> OPENBLAS = List.of("libopenblas.so.0", "libopenblas.0.dylib", "libopenblas.dll");

  private static final List<String> SYSTEM = List.of("libopenblas.so.0", "libopenblas.so",
      "/System/Library/Frameworks/Accelerate.framework/Accelerate", "libmkl_rt.so", "libmkl_rt.so.2", "openblas.dll");

  /** The OpenBLAS of the jar of org.bytedeco for this platform on the class path: the jar alone, none of its Java. */
  static NativeLibrary bundled() {
    var files = UnpackedLibraries.of(Stream.concat(DEPENDENCIES.stream(), OPENBLAS.stream())
        .map(name -> "/org/bytedeco/openblas/" + PLATFORM + "/" + name).toList());
    if (files.isEmpty() || !OPENBLAS.contains(files.getLast().getFileName().toString())) {
      throw new IllegalStateException("the class path has no OpenBLAS for " + PLATFORM);
    }
    files.subList(0, files.size() - 1).forEach(file -> open(file.toString()));
    return at(files.getLast().toString());
  }

  /** What org.bytedeco calls a system. */
  static String platform(String system, String processor) {
    var os = system.startsWith("Mac") ? "macosx" : system.startsWith("Windows") ? "windows" : "linux";
    return os + "-" + switch (processor) {
      case "amd64" -> "x86_64";
      case "aarch64" -> "arm64";
      default -> processor;
    };
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
