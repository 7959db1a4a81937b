package dev.adjoint.op;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.adjoint.DType;
import dev.adjoint.Op;
import dev.adjoint.Tensor;
import dev.adjoint.TensorType;
import dev.adjoint.array.Lookup;
import dev.adjoint.array.NdArray;

/**
 * An operation that finds positions p along an axis by comparing, and gives the elements there: y[k] = x[p[k]] and p; so ∇x[p[k]] = ∇y[k],
 * and ẏ[k] = ẋ[p[k]].
 */
interface Picking extends Op.Multi.Forward {
  /** The axis. */
  int axis();

  /** How many elements are picked from n. */
  int picked(int n);

  /** Writes p. */
  void find(NdArray x, NdArray p);

  @Override
  default List<TensorType> types(List<TensorType> in) {
    var x = in.getFirst();
    var shape = x.shape().with(axis(), picked(x.shape().dim(axis())));
    return List.of(x.with(shape), new TensorType(DType.INT32, shape));
  }

  @Override
  default void compute(List<NdArray> x, List<NdArray> y) {
    find(x.getFirst(), y.getLast());
    Lookup.gather(x.getFirst(), y.getLast(), axis(), y.getFirst());
  }

  @Override
  default List<Tensor> grads(List<Integer> wanted, List<Tensor> x, List<Tensor> y, List<Optional<Tensor>> dy) {
    return List.of(Tensor.zeros(x.getFirst().type()).scatterAdd(axis(), y.getLast(), dy.getFirst().orElseThrow()));
  }

  @Override
  default List<Tensor> tangents(List<Tensor> x, List<Tensor> y, Map<Integer, Tensor> dx) {
    return List.of(dx.get(0).gather(axis(), y.getLast()), y.getLast());
  }
}
