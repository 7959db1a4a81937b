package dev.adjoint.op;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;

/** Softmax and the losses behind it, against the plain formulas. The other fused loss is a row of ElementwiseTest. */
@Domain(Shapes.class)
@Domain(DomainContext.Global.class)
class LossesTest {

  private static Tensor softmax(Tensor x, int axis) {
    return Naive.tensor(x.shape(), index -> {
      double sum = 0;
      for (int k = 0; k < x.shape().dim(axis); k++) {
        sum += Math.exp(Naive.at(x, Naive.with(index, axis, k)));
      }
      return Math.exp(Naive.at(x, index)) / sum;
    });
  }

  @Property(tries = 300, seed = "1")
  void softmaxIsTheFormulaOverAnyAxis(@ForAll Shape shape, @ForAll @IntRange(max = 3) int at, @ForAll long seed) {
    if (shape.rank() > 0) {
      int axis = at % shape.rank();
      var x = Naive.numbers(shape, seed);
      var expected = softmax(x, axis);
      var log = Naive.tensor(shape, index -> Math.log(Naive.at(expected, index)));
      Naive.assertClose(expected, x.softmax(axis), 1e-14);
      Naive.assertClose(expected, x.softmax(axis - shape.rank()), 1e-14);
      Naive.assertClose(log, x.logSoftmax(axis), 1e-14);
      Naive.assertClose(expected.cast(DType.FLOAT32), x.cast(DType.FLOAT32).softmax(axis), 1e-6);
      Naive.assertClose(log.cast(DType.FLOAT32), x.cast(DType.FLOAT32).logSoftmax(axis), 1e-6);
      if (axis == shape.rank() - 1) {
        Naive.assertClose(expected, x.softmax(), 1e-14);
        Naive.assertClose(log, x.logSoftmax(), 1e-14);
      }
    }
  }

  @Property(tries = 300, seed = "2")
  void softmaxCrossEntropyIsTheFormula(@ForAll Shape rows, @ForAll @IntRange(min = 1, max = 5) int classes,
      @ForAll long seed) {
    var shape = rows.insert(rows.rank(), classes);
    var x = Naive.numbers(shape, seed);
    var q = softmax(x, rows.rank());
    var p = softmax(Naive.numbers(shape, seed + 1), rows.rank());
    Naive.assertClose(crossEntropy(p, q, rows, classes), x.softmaxCrossEntropy(p), 1e-13);
    var labels = Naive.indices(rows, classes, seed);
    var expected = Naive.tensor(rows,
        index -> -Math.log(Naive.at(q, Naive.insert(index, rows.rank(), (int) Naive.at(labels, index)))));
    Naive.assertClose(expected, x.softmaxCrossEntropy(labels), 1e-13);
    Naive.assertClose(expected.cast(DType.FLOAT32), x.cast(DType.FLOAT32).softmaxCrossEntropy(labels), 1e-5);
  }

  private static Tensor crossEntropy(Tensor p, Tensor q, Shape rows, int classes) {
    return Naive.tensor(rows, index -> {
      double sum = 0;
      for (int c = 0; c < classes; c++) {
        int[] at = Naive.insert(index, rows.rank(), c);
        sum -= Naive.at(p, at) * Math.log(Naive.at(q, at));
      }
      return sum;
    });
  }

  @Example
  void extremeLogitsDoNotOverflow() {
    var x = Tensor.of(new double[][]{{1000, 0}, {0, -1000}, {-1e300, 1e300}});
    Naive.assertSame(Tensor.of(new double[][]{{1, 0}, {1, 0}, {0, 1}}), x.softmax());
    Naive.assertSame(Tensor.of(0.0, 1000, 0), x.softmaxCrossEntropy(Tensor.of(0, 1, 1)));
  }

  @Example
  void impossibleClassesCostNothingWhereNothingIsExpected() {
    var x = Tensor.of(0.0, Double.NEGATIVE_INFINITY);
    Naive.assertSame(Tensor.of(0.0), x.softmaxCrossEntropy(Tensor.of(1.0, 0)));
    Naive.assertSame(Tensor.of(Double.POSITIVE_INFINITY), x.softmaxCrossEntropy(Tensor.of(0.0, 1)));
  }
}
