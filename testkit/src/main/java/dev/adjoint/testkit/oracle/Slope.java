package dev.adjoint.testkit.oracle;

import java.util.List;
import java.util.stream.IntStream;

import dev.adjoint.Tape;
import dev.adjoint.Tensor;
import dev.adjoint.check.GradientCheck;

/**
 * The derivative of a number along the {@linkplain GradientCheck#directions directions} of its inputs, by the tape.
 *
 * @param value v·∇s
 * @param bound how far rounding can take it
 */
public record Slope(double value, double bound) {
  /** What is left of numbers that are 0 by many roundings of others, or of the steps of differences. */
  private static final double NOTHING = 1e-18;

  /** The slope of s, which was computed from variables. */
  public static Slope of(Tensor s, List<Tensor> variables) {
    if (!s.isTracked()) {
      return new Slope(0, NOTHING);
    }
    // By a variable, so that all that makes up the gradient is on a tape, what is the same at all inputs too.
    var gradients = Tape.of(s).differentiableBackward(Tensor.variable(Tensor.ones(s.type())));
    var v = GradientCheck.directions(variables);
    var slope = IntStream.range(0, v.size()).filter(i -> v.get(i).dtype().isFloating())
        .mapToObj(i -> gradients.orZero(variables.get(i)).mul(v.get(i)).sum()).reduce(Tensor::add).orElseThrow();
    return new Slope(slope.item(), Rounding.bound(slope) + NOTHING);
  }
}
