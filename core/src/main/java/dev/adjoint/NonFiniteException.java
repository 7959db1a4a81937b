package dev.adjoint;

import java.util.List;
import java.util.Optional;

import dev.adjoint.array.Statistics;

/**
 * The first NaN or infinity, found by {@link Debug#nonFinite}. The message names the operation, its operands in numbers, and the
 * user's line that made the node; the cause has the stack of that line.
 */
public final class NonFiniteException extends ArithmeticException {
  private static final long serialVersionUID = 1;

  private final String operation;
  private final boolean inBackward;
  private final StackTraceElement line; // null if unknown

  private NonFiniteException(String found, Op op, boolean inBackward, String numbers, Origin origin) {
    super(found + numbers + (origin.made().isEmpty()
        ? String.format("%n  made where no line was recorded: trace the program inside of Debug.nonFinite to see it")
        : origin.line()));
    this.operation = op.name();
    this.inBackward = inBackward;
    this.line = origin.made().isEmpty() ? null : origin.made().getFirst();
    if (line != null) {
      initCause(new MadeHere(op, origin));
    }
  }

  static NonFiniteException forward(Op op, List<Tensor> x, Statistics y, Origin origin) {
    String found = op.name() + ": " + count(y) + " in the result, " + origin(x);
    return new NonFiniteException(found, op, false, inputs(x) + row("result", y), origin);
  }

  static NonFiniteException backward(LocalRule rule, int i, Tensor dy, Tensor dx) {
    var gradient = Statistics.of(dx.value());
    var given = dy.known().stream().flatMap(Optional::stream).toList();
    var numbers = new StringBuilder(inputs(rule.node().inputs()));
    var results = rule.y().results();
    for (int j = 0; j < results.size(); j++) {
      var place = results.size() == 1 ? "" : " " + j;
      numbers.append(row("result" + place, Statistics.of(results.get(j).value())));
      dy.known().get(j).ifPresent(dyj -> numbers.append(row("∇result" + place, Statistics.of(dyj.value()))));
    }
    numbers.append(row("∇input " + i, gradient));
    var op = rule.node().op();
    return new NonFiniteException(op.name() + ", backward: " + count(gradient) + " in the gradient by input " + i + ", "
        + origin(given), op, true, numbers.toString(), rule.node().origin());
  }

  private static String count(Statistics of) {
    return of.nan() == 0
        ? of.infinite() + " infinite"
        : of.nan() + " NaN" + (of.infinite() == 0 ? "" : " and " + of.infinite() + " infinite");
  }

  private static String origin(List<Tensor> given) {
    return given.stream().allMatch(x -> Statistics.of(x.value()).isFinite())
        ? "from finite ones"
        : "brought along by what it was given";
  }

  private static String inputs(List<Tensor> x) {
    var text = new StringBuilder();
    for (int i = 0; i < x.size(); i++) {
      text.append(row("input " + i + x.get(i).name().map(name -> " " + name).orElse(""),
          Statistics.of(x.get(i).value())));
    }
    return text.toString();
  }

  private static String row(String title, Statistics numbers) {
    return String.format("%n  %s: %s", title, numbers);
  }

  /** The name of the operation. */
  public String operation() {
    return operation;
  }

  /** Whether it was found in a gradient, else in a value. */
  public boolean isInBackward() {
    return inBackward;
  }

  /** The user's line that made the node; none for a node of a program that was traced outside of a {@link Debug} scope. */
  public Optional<StackTraceElement> line() {
    return Optional.ofNullable(line);
  }
}
