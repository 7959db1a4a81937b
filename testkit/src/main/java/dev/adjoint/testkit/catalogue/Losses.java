package dev.adjoint.testkit.catalogue;

import java.util.stream.Stream;

import dev.adjoint.Tensor;

import static dev.adjoint.testkit.catalogue.Arguments.indices;
import static dev.adjoint.testkit.catalogue.Arguments.list;
import static dev.adjoint.testkit.catalogue.Arguments.source;
import static dev.adjoint.testkit.catalogue.Kinds.binary;
import static dev.adjoint.testkit.catalogue.Kinds.call;
import static dev.adjoint.testkit.catalogue.Kinds.unary;
import static dev.adjoint.testkit.catalogue.Kinds.zip;
import static dev.adjoint.testkit.catalogue.Types.floatingVector;

/** Losses that need numerical care. */
final class Losses {
  private Losses() {}

  static Stream<Operation> operations() {
    return Stream.of( //
        unary("softmaxCrossEntropy", x -> floatingVector(x) && x.getFirst().shape().dim(-1) > 0, (op, x, random) -> {
          var shape = x.getFirst().shape().without(-1);
          int[] labels = indices(shape.size(), x.getFirst().shape().dim(-1), random);
          return call(op, "$0.softmaxCrossEntropy(Tensor.of(" + source(shape) + ", new int[]{" + list(labels) + "}))",
              in -> in.get(0).softmaxCrossEntropy(Tensor.of(shape, labels)), Domains::everywhere);
        }), //
        binary("softmaxCrossEntropy", x -> floatingVector(x) && x.get(0).equals(x.get(1)), Tensor::softmaxCrossEntropy,
            Domains::everywhere), //
        zip("sigmoidCrossEntropy", Tensor::sigmoidCrossEntropy, Domains::everywhere));
  }
}
