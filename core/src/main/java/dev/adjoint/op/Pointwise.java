package dev.adjoint.op;

import dev.adjoint.Op;
import dev.adjoint.Tensor;
import dev.adjoint.TensorType;
import dev.adjoint.array.Loops;
import dev.adjoint.array.NdArray;

/** Elementwise operations that have a loop of their own: all that is left to state is the backward rule. */
public interface Pointwise {

  /** y = f(x), element by element. */
  interface Map extends Op.Unary, Op.PerElement {
    /** f. */
    UnaryFunction function();

    @Override
    default TensorType type(TensorType x) {
      return function().isOfIntegers() ? x.requireNumbers(name()) : x.requireFloating(name());
    }

    @Override
    default void compute(NdArray x, NdArray y) {
      Loops.map(function(), x, y);
    }
  }

  /** y = f(x), element by element, where f is flat between its jumps: ∇x = 0. */
  interface Flat extends Map {
    @Override
    default String vanishes() {
      return "between its jumps";
    }

    @Override
    default Tensor grad(Tensor x, Tensor y, Tensor dy) {
      return Tensor.zeros(x.type());
    }
  }

  /** y = f(a, b), element by element, with broadcasting. */
  interface Zip extends Op.Binary, Op.PerElement, Op.Broadcasting {
    /** f. */
    BinaryFunction function();

    @Override
    default TensorType type(TensorType a, TensorType b) {
      var numbers = function().isOfIntegers() ? a.requireNumbers(name()) : a.requireFloating(name());
      return numbers.broadcast(name(), b);
    }

    @Override
    default void compute(NdArray a, NdArray b, NdArray y) {
      Loops.zip(function(), a, b, y);
    }
  }
}
