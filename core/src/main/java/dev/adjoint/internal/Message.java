package dev.adjoint.internal;

import java.util.Locale;

/**
 * The wording of errors: the operation, the rule that is broken and the operands. The operation is the method of a tensor that the user
 * called, if there is one, else the one named here. Their stack traces begin with the user's line.
 */
public final class Message {

  private Message() {}

  /** An exception that says {@code operation: …}. */
  public static IllegalArgumentException illegal(String operation, String format, Object... operands) {
    return UserCode.atUsersLine(new IllegalArgumentException(text(operation, format, operands)));
  }

  /** An exception that says {@code operation: …}, for something that is wrong with the state and not an argument. */
  public static IllegalStateException state(String operation, String format, Object... operands) {
    return UserCode.atUsersLine(new IllegalStateException(text(operation, format, operands)));
  }

  /** An exception that says {@code operation: …}, for something that cannot be done at all. */
  public static UnsupportedOperationException unsupported(String operation, String format, Object... operands) {
    return UserCode.atUsersLine(new UnsupportedOperationException(text(operation, format, operands)));
  }

  /** An error that says {@code operation: …}, for an array that is too large. */
  public static OutOfMemoryError memory(String operation, String format, Object... operands) {
    return UserCode.atUsersLine(new OutOfMemoryError(text(operation, format, operands)));
  }

  private static String text(String operation, String format, Object... operands) {
    return UserCode.operation().orElse(operation) + ": " + String.format(Locale.ROOT, format, operands);
  }
}
