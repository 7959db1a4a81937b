package dev.adjoint.control;

import java.util.List;

import dev.adjoint.Op;
import dev.adjoint.TensorType;

/** An operation that gives several tensors, as one vector. */
interface Packed extends Op.Joint, Op.Forward, Op.Batching {
  /** How they lie in it. */
  Packing packing();

  @Override
  default TensorType type(List<TensorType> x) {
    return packing().type();
  }
}
