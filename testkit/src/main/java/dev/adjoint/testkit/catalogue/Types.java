package dev.adjoint.testkit.catalogue;

import java.util.List;

import dev.adjoint.TensorType;
import dev.adjoint.testkit.Tensors;

/** Which operands an operation accepts: type rules, stated once more. */
final class Types {
  private Types() {}

  static boolean floating(List<TensorType> x) {
    return x.getFirst().dtype().isFloating();
  }

  static boolean vector(List<TensorType> x) {
    return x.getFirst().shape().rank() > 0;
  }

  static boolean vectorOfElements(List<TensorType> x) {
    return vector(x) && x.getFirst().shape().size() > 0;
  }

  static boolean floatingVector(List<TensorType> x) {
    return floating(x) && vector(x);
  }

  static boolean matrix(List<TensorType> x) {
    return x.getFirst().shape().rank() > 1;
  }

  static boolean sameElements(List<TensorType> x) {
    return x.stream().map(TensorType::dtype).distinct().count() == 1;
  }

  static boolean broadcast(List<TensorType> x) {
    return Tensors.broadcast(x.stream().map(TensorType::shape).toList());
  }

  static boolean broadcastingFloats(List<TensorType> x) {
    return floating(x) && sameElements(x) && broadcast(x);
  }

  static boolean floatingAlike(List<TensorType> x) {
    return floatingVector(x) && x.get(0).equals(x.get(1)) && x.get(0).shape().size() > 0;
  }

  static boolean batchAndRow(List<TensorType> x) {
    return floatingVector(x) && sameElements(x) && x.get(1).shape().rank() == 1
        && x.get(0).shape().dim(-1) == x.get(1).shape().dim(0);
  }
}
