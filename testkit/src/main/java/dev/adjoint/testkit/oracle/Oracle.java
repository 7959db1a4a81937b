package dev.adjoint.testkit.oracle;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

import dev.adjoint.DType;
import dev.adjoint.Tensor;
import dev.adjoint.testkit.graph.Trace;
import org.hipparchus.CalculusFieldElement;
import org.hipparchus.analysis.differentiation.FieldUnivariateDerivative2;
import org.hipparchus.complex.FieldComplex;
import org.hipparchus.dfp.Dfp;
import org.hipparchus.dfp.DfpField;

/**
 * Ways to find the derivative of a function along a direction that share nothing with the tape, its rules or its kernels. They
 * know the operations of this library; a function with other ones is compared with differences. All of them count with 60
 * decimal digits.
 */
public enum Oracle {
  /**
   * Im f(x + ihv) / h with h = 10⁻²⁰: no difference of function values (W. Squire and G. Trapp, "Using complex variables to
   * estimate derivatives of real functions", SIAM Review 40, 1998). No derivative of any operation is stated anywhere.
   */
  COMPLEX_STEP {
    @Override
    double first(Trace s, List<Tensor> x, List<Tensor> v) {
      return evaluate(new FieldComplex<>(ZERO), s, x, v, (a, b) -> new FieldComplex<>(a, b.multiply(TINY)))
          .getImaginaryPart().divide(TINY).getReal();
    }
  },

  /** f over the numbers a + bε + cε², ε³ = 0: forward mode, with the derivatives that Hipparchus states. */
  DUAL_NUMBERS {
    @Override
    double first(Trace s, List<Tensor> x, List<Tensor> v) {
      return at(s, x, v).getFirstDerivative().getReal();
    }

    @Override
    double second(Trace s, List<Tensor> x, List<Tensor> v) {
      return at(s, x, v).getSecondDerivative().getReal();
    }

    private FieldUnivariateDerivative2<Dfp> at(Trace s, List<Tensor> x, List<Tensor> v) {
      return evaluate(new FieldUnivariateDerivative2<>(ZERO, ZERO, ZERO), s, x, v,
          (a, b) -> new FieldUnivariateDerivative2<>(a, b, ZERO));
    }
  },

  /** Central differences with a step of 10⁻¹⁵, and of 10⁻¹⁰ for second ones: right to 17 digits or more. */
  DIFFERENCES {
    @Override
    double first(Trace s, List<Tensor> x, List<Tensor> v) {
      var h = DECIMALS.newDfp("1e-15");
      return at(s, x, v, h).subtract(at(s, x, v, h.negate())).divide(h.multiply(2)).getReal();
    }

    @Override
    double second(Trace s, List<Tensor> x, List<Tensor> v) {
      var h = DECIMALS.newDfp("1e-10"); // its square must leave digits to the atan of Hipparchus, which is right to 36
      return at(s, x, v, h).subtract(at(s, x, v, ZERO).multiply(2)).add(at(s, x, v, h.negate())).divide(h.multiply(h))
          .getReal();
    }

    private Dfp at(Trace s, List<Tensor> x, List<Tensor> v, Dfp t) {
      return evaluate(ZERO, s, x, v, (a, b) -> a.add(t.multiply(b)));
    }
  };

  /** In place of doubles, so that what differs from the tape is the tape's. */
  private static final DfpField DECIMALS = new DfpField(60);
  private static final Dfp ZERO = DECIMALS.getZero();
  private static final Dfp TINY = DECIMALS.newDfp("1e-20");

  private interface Point<T> {
    T along(Dfp x, Dfp v);
  }

  /** The derivative of s at x along v. */
  abstract double first(Trace s, List<Tensor> x, List<Tensor> v);

  /** The second derivative of s at x along v. */
  double second(Trace s, List<Tensor> x, List<Tensor> v) {
    throw new UnsupportedOperationException(this + " gives no second derivative");
  }

  /**
   * The derivative of a function at x along v.
   *
   * @param f gives one number
   */
  public double derivative(Function<List<Tensor>, Tensor> f, List<Tensor> x, List<Tensor> v) {
    return first(trace(f, x), x, v);
  }

  /**
   * The second derivative of a function at x along v: vᵀ·H·v.
   *
   * @param f gives one number
   */
  public double secondDerivative(Function<List<Tensor>, Tensor> f, List<Tensor> x, List<Tensor> v) {
    return second(trace(f, x), x, v);
  }

  private static Trace trace(Function<List<Tensor>, Tensor> f, List<Tensor> x) {
    return Trace.of(x.stream().map(Tensor::type).toList(), f);
  }

  private static <T extends CalculusFieldElement<T>> T evaluate(T number, Trace s, List<Tensor> x, List<Tensor> v,
      Point<T> along) {
    var inputs = IntStream.range(0, x.size()).mapToObj(i -> {
      double[] from = x.get(i).cast(DType.FLOAT64).toDoubles();
      double[] to = v.get(i).cast(DType.FLOAT64).toDoubles();
      boolean moves = x.get(i).dtype().isFloating();
      return IntStream.range(0, from.length)
          .mapToObj(k -> along.along(ZERO.newInstance(from[k]), ZERO.newInstance(moves ? to[k] : 0))).toList();
    }).toList();
    return new Interpreter<>(number).evaluate(s, inputs).getFirst();
  }

  /** The elements of the output in 60 decimal digits, rounded to doubles: what the kernels should have computed. */
  public static double[] exactly(Trace f, List<Tensor> x) {
    var inputs = x.stream().map(t -> Arrays.stream(t.cast(DType.FLOAT64).toDoubles())
        .mapToObj(ZERO::newInstance).toList()).toList();
    return new Interpreter<>(ZERO).evaluate(f, inputs).stream().mapToDouble(Dfp::getReal).toArray();
  }
}
