package dev.adjoint;

/** The names of operations, found once for each class: every node asks for one. */
final class OpNames {
  private static final ClassValue<String> NAMES = new ClassValue<>() {
    @Override
    protected String computeValue(Class<?> type) {
      String name = type.getSimpleName();
      return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }
  };

  private OpNames() {}

  static String of(Class<?> operation) {
    return NAMES.get(operation);
  }
}
