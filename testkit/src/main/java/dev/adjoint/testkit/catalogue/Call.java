package dev.adjoint.testkit.catalogue;

import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.adjoint.Tensor;

/**
 * A method called with certain arguments, on operands that are still open.
 *
 * @param operation whose call it is
 * @param source the call as Java, with $0, $1 … in place of the operands
 * @param function what it computes
 * @param domain operands at which it is smooth: clear of kinks and poles by more than any difference goes
 * @param spelledOut the same in operations of tensors alone, without control flow
 */
public record Call(Operation operation, String source, Function<List<Tensor>, Tensor> function,
    Predicate<List<Tensor>> domain, Function<List<Tensor>, Tensor> spelledOut) {
  private static final Pattern OPERAND = Pattern.compile("\\$(\\d)");

  /** A call without control flow. */
  public Call(Operation operation, String source, Function<List<Tensor>, Tensor> function,
      Predicate<List<Tensor>> domain) {
    this(operation, source, function, domain, function);
  }

  /** The call on named operands, as Java. */
  public String on(List<String> operands) {
    return OPERAND.matcher(source)
        .replaceAll(match -> Matcher.quoteReplacement(operands.get(Integer.parseInt(match.group(1)))));
  }

  @Override
  public String toString() {
    return source;
  }
}
