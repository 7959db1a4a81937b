package dev.adjoint.internal.source;

import java.lang.reflect.Modifier;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Names for the variables of a written class, each given once. */
final class Names {
  /** What no variable and no component of a record can be called, or not without confusion. */
  private static final Set<String> RESERVED = Set.of("abstract", "assert", "boolean", "break", "byte", "case", "catch",
      "char", "class", "const", "continue", "default", "do", "double", "else", "enum", "extends", "false", "final",
      "finally", "float", "for", "goto", "if", "implements", "import", "instanceof", "int", "interface", "long",
      "native", "new", "null", "package", "private", "protected", "public", "return", "short", "static", "strictfp",
      "super", "switch", "synchronized", "this", "throw", "throws", "transient", "true", "try", "void", "volatile",
      "while", "_", "clone", "finalize", "getClass", "hashCode", "notify", "notifyAll", "toString", "wait", "run");

  private final Set<String> taken = new HashSet<>();

  /** No variable gets one of these. */
  Names(List<String> taken) {
    this.taken.addAll(RESERVED);
    this.taken.addAll(taken);
  }

  /** A name like this one that is free, and no longer so. */
  String like(String wanted) {
    var text = new StringBuilder();
    wanted.codePoints().map(c -> Character.isJavaIdentifierPart(c) && !Character.isIdentifierIgnorable(c) ? c : '_')
        .forEach(text::appendCodePoint);
    if (text.isEmpty() || !Character.isJavaIdentifierStart(text.codePointAt(0))) {
      text.insert(0, '_');
    }
    var name = text.toString();
    for (int k = 2; !taken.add(name); k++) {
      name = text + "_" + k;
    }
    return name;
  }

  /** Whether a class of this name would stand for another one: for the record of results, or for a class that each one sees unimported. */
  static boolean isTaken(String className) {
    try {
      return className.equals("Results")
          || Modifier.isPublic(Class.forName("java.lang." + className, false, null).getModifiers());
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /** Whether this can be the name of a package or class. */
  static boolean isJava(String name) {
    return !RESERVED.contains(name) && !name.isEmpty() && Character.isJavaIdentifierStart(name.codePointAt(0))
        && name.codePoints().allMatch(c -> Character.isJavaIdentifierPart(c) && !Character.isIdentifierIgnorable(c));
  }
}
