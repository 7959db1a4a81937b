package dev.adjoint.internal;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Which lines of the running thread are the user's: those outside of this library and of the JDK. */
public final class UserCode {
  private static final StackWalker STACK = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

  private static final String TENSOR = "dev.adjoint.Tensor";
  private static final String OPERATIONS = "dev.adjoint.op.";
  /** Methods that do for others what these are named after. */
  private static final Set<String> GENERAL = Set.of("apply", "backward", "of", "<init>");

  /**
   * By package and by where the class was loaded from: tests and examples share our package, and an application may be one jar with
   * us in it.
   */
  private static final ClassValue<Boolean> IS_OURS = new ClassValue<>() {
    @Override
    protected Boolean computeValue(Class<?> type) {
      var source = type.getProtectionDomain();
      return source.getCodeSource() == null
          || (type.getName().startsWith("dev.adjoint.") && source.equals(UserCode.class.getProtectionDomain()));
    }
  };

  private UserCode() {}

  /** The stack from the user's line down, at most so many lines; empty if the library alone is running. */
  public static List<StackTraceElement> lines(int most) {
    return walk(lines -> lines.limit(most).toList());
  }

  /**
   * The method of a tensor that the user's line calls, whatever it is made of: {@code mul} where {@code x.mul(0.5)} could not make a
   * constant of 0.5. Empty if the user called something else.
   */
  static Optional<String> operation() {
    return STACK.walk(frames -> frames.takeWhile(frame -> IS_OURS.get(frame.getDeclaringClass()))
        .reduce((_, outer) -> outer)).filter(UserCode::isOperation).map(StackWalker.StackFrame::getMethodName);
  }

  private static boolean isOperation(StackWalker.StackFrame frame) {
    var type = frame.getClassName();
    return (type.equals(TENSOR) || type.startsWith(OPERATIONS)) && !GENERAL.contains(frame.getMethodName())
        && !frame.getMethodName().contains("$");
  }

  /** The exception with its stack trace cut to begin with the user's line: what failed is told by the message. */
  static <E extends Throwable> E atUsersLine(E e) {
    var lines = walk(Stream::toList);
    if (!lines.isEmpty()) {
      e.setStackTrace(lines.toArray(StackTraceElement[]::new));
    }
    return e;
  }

  private static <T> T walk(Function<Stream<StackTraceElement>, T> reader) {
    return STACK.walk(frames -> reader.apply(frames.dropWhile(frame -> IS_OURS.get(frame.getDeclaringClass()))
        .map(StackWalker.StackFrame::toStackTraceElement)));
  }
}
