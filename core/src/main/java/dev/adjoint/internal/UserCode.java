package dev.adjoint.internal;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Which lines of the running thread are the user's: those outside of this library and of the JDK. */
public final class UserCode {
  private static final StackWalker STACK = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

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

  /** The exception with its stack trace cut to begin with the user's line: what failed is told by the message. */
  static <E extends Exception> E atUsersLine(E e) {
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
